-- Whom the estate visits or calls by a plan of its own, apart from any callback (S4-02.14, S0-08.13, Q-33, Q-38).
alter table sites add column contacts jsonb not null default '[]';  -- the plans of its file

create table contact_lists (
    id       bigint generated always as identity primary key,
    site_id  bigint      not null references sites,
    turn     text        not null,                  -- the month, quarter or year it is for
    plan     jsonb       not null,                  -- as it was when the list was drawn up
    drawn_at timestamptz not null,
    until    timestamptz not null,                  -- the end of its turn
    told_at  timestamptz                            -- what it came to was told
);
create unique index contact_lists_once on contact_lists (site_id, (plan ->> 'code'), turn);

create table contacts (
    id        bigint generated always as identity primary key,
    list_id   bigint      not null references contact_lists,
    person_id bigint      references people,        -- whom; null: whoever lives at the place
    place_id  bigint      references places,        -- the home
    case_id   bigint      references cases,         -- because of this case
    tried     integer     not null default 0,       -- so often in vain
    tried_at  timestamptz,
    outcome   text        check (outcome in ('spoken', 'refused')),
    grade     text        check (grade in ('satisfied', 'basically', 'dissatisfied')),
    said      text        check (said in ('satisfied', 'basically', 'dissatisfied')), -- what they had said in the chat
    done_at   timestamptz,
    done_by   bigint      references people,
    check (num_nonnulls(person_id, place_id) = 1),
    check ((outcome is null) = (done_at is null) and (outcome is null) = (done_by is null)),
    check ((grade is not null) = (outcome is not distinct from 'spoken'))
);
create index contacts_of_list on contacts (list_id, id);
create index contacts_of_place on contacts (place_id, done_at) where place_id is not null;
create index contacts_of_person on contacts (person_id, done_at) where person_id is not null;
