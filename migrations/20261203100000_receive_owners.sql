-- Reception days: owners book a time, are written down, and what they say becomes a case (S4-03, F-32).
alter table sites add column reception jsonb;       -- when owners are received; null: on no fixed days

create table receptions (
    id            bigint generated always as identity primary key,
    site_id       bigint      not null references sites,
    day           date        not null,             -- by the clock of the estate
    rule          jsonb       not null,             -- as it was when the day could be booked first
    made_at       timestamptz not null,
    called_off_at timestamptz,
    called_off_by bigint      references people,
    listed_at     timestamptz,                      -- on its morning it was told who comes
    summed_at     timestamptz,                      -- on the morning after, who came
    raised_at     timestamptz,                      -- the leaders have heard of whom nobody wrote down
    unique (site_id, day),
    check ((called_off_at is null) = (called_off_by is null))
);

create table bookings (
    id           bigint generated always as identity primary key,
    reception_id bigint      not null references receptions,
    person_id    bigint      not null references people,
    at           timestamptz not null,              -- when their time begins
    made_at      timestamptz not null,
    reminded_at  timestamptz,
    cancelled_at timestamptz,                       -- by themselves, or because the day was called off
    case_id      bigint      references cases,      -- they came, and this is what they said
    absent_at    timestamptz,                       -- they did not come
    settled_by   bigint      references people,     -- who has said so
    check (num_nonnulls(case_id, absent_at, cancelled_at) <= 1)
);
create unique index bookings_of_time on bookings (reception_id, at) where cancelled_at is null;
create unique index bookings_of_person on bookings (reception_id, person_id) where cancelled_at is null;
create index bookings_by_person on bookings (person_id);

-- What was told on a reception day.
create index cases_of_receptions on cases (site_id, opened_at) where channel = 'reception';
