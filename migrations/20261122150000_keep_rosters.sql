-- Who is on duty when, and when a department works. A single day goes before the week.
create table duties (
    id            bigint   generated always as identity primary key,
    department_id bigint   references departments,  -- null: the service centre
    person_id     bigint   references people,       -- null: the hours of the department itself
    week          smallint check (week between 1 and 127), -- Monday is 1, Tuesday 2, Wednesday 4 … Sunday 64
    day           date,                             -- or this day alone
    from_minute   smallint check (from_minute between 0 and 1439), -- after midnight, where the estate lies; null: off
    until_minute  smallint check (until_minute between 0 and 1440), -- not after from_minute: on the day after
    check ((week is null) <> (day is null)),
    check ((from_minute is null) = (until_minute is null))
);
