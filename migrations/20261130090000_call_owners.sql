-- Calls to owners: whom somebody is asked to call, and what became of each attempt (Q-01, Q-03).
alter table questionnaires
    add column calls_asked integer not null default 0;   -- how often somebody was asked to call about it

create table calls (
    id        bigint generated always as identity primary key,
    case_id   bigint      not null references cases,
    caller_id bigint      not null references people,    -- who tried
    at        timestamptz not null,
    outcome   text        not null                       -- what became of it; who answers is not among them
);
create index calls_of_case on calls (case_id, at);

-- Whether a notice still asks for something: its buttons go when it no longer does.
alter table outbox add column asks boolean not null default false;
create index outbox_asking on outbox (case_id) where asks;
