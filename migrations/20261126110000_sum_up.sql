-- Summaries: when a case was over, so that those of a month are found without reading all; and each
-- summary of a time that is over, as it was counted the first time.
alter table cases add column ended_at timestamptz;    -- null: it is not over
update cases set ended_at = (detail->>'at')::timestamptz where stage in ('archived', 'withdrawn');
create index cases_ended on cases (ended_at);

alter table sites add column summaries text[] not null default '{month}';

create table summaries (
    id            bigint generated always as identity primary key,
    site_id       bigint not null references sites,
    department_id bigint references departments,      -- null: the whole estate
    period        text   not null,                    -- 2026-11, 2026-11a, 2026-Q4, 2026
    counted       jsonb  not null,
    counted_at    timestamptz not null
);
create unique index summaries_once on summaries (site_id, period, coalesce(department_id, 0));

-- Who has read it (the leader acknowledges the summary of the month).
create table summary_reads (
    summary_id bigint not null references summaries,
    person_id  bigint not null references people,
    at         timestamptz not null,
    primary key (summary_id, person_id)
);
