-- Residents' meetings and events: people are invited, say whether they come, tell us something there, and read
-- the minutes (S4-02.14, S4-02.15, Q-34, Q-35).
create table gatherings (
    id            bigint generated always as identity primary key,
    site_id       bigint      not null references sites,
    kind          text        not null check (kind in ('meeting', 'event')),
    title         text        not null,
    day           date        not null,             -- by the clock of the estate
    author_id     bigint      not null references people,
    key           text        not null unique,      -- one answer makes one, however often it arrives
    made_at       timestamptz not null,
    invitation_id bigint      references broadcasts,
    minutes_id    bigint      references broadcasts,
    asked_at      timestamptz                       -- the morning after, its author was asked for the minutes
);
create index gatherings_of_site on gatherings (site_id, day desc);
create unique index gatherings_by_invitation on gatherings (invitation_id) where invitation_id is not null;

create table guests (
    gathering_id bigint      not null references gatherings,
    person_id    bigint      not null references people,
    comes        boolean     not null,
    at           timestamptz not null,
    primary key (gathering_id, person_id)
);
create index guests_by_person on guests (person_id);

-- What was told there, or because of it.
create table gathering_cases (
    case_id      bigint not null primary key references cases,
    gathering_id bigint not null references gatherings
);
create index gathering_cases_of on gathering_cases (gathering_id, case_id);
