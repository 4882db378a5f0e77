-- Who holds which unit, from when until when. A person may hold several, and a unit may be held by
-- several. people.place_id stays what they last named as the place where they live or work.
create table occupancies (
    id         bigint generated always as identity primary key,
    person_id  bigint      not null references people,
    place_id   bigint      not null references places,
    tenure     text        check (tenure in ('owner', 'tenant', 'employee')), -- null: as said, or refused
    how        text        check (how in ('code', 'desk', 'list')), -- how it came to be believed
    asked_at   timestamptz not null,
    told_at    timestamptz,                         -- when the desk's group was told that somebody waits
    decided_at timestamptz,                         -- null: waits for the desk
    decided_by bigint      references people,       -- null: a code or the list spoke for them
    since      timestamptz,                         -- null: as said, or refused
    until      timestamptz,                         -- the end, which may lie ahead; null: none is known
    check ((since is null) = (tenure is null) and (since is null) = (how is null)),
    check (since is null or decided_at is not null)
);
create index occupancies_of_person on occupancies (person_id, id);
create index occupancies_of_place on occupancies (place_id);
create unique index occupancies_waiting on occupancies (person_id, place_id) where decided_at is null;

-- A code may let somebody into a unit.
alter table invitations drop constraint invitations_purpose_check;
alter table invitations add constraint invitations_purpose_check
    check (purpose in ('admin', 'staff', 'room', 'unit'));
alter table invitations add column place_id bigint references places;
alter table invitations add column tenure text check (tenure in ('owner', 'tenant', 'employee'));
