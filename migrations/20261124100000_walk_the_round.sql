-- Each morning the service centre hears what is late, what nobody has touched, and what lacks somebody.
alter table sites add column morning time not null default '08:00';

create table rounds (
    day      date primary key,             -- where the estate lies: one round a day, whoever walks it
    at       timestamptz not null,
    open     integer not null,
    late     integer not null,
    stale    integer not null,
    lacking  integer not null
);
