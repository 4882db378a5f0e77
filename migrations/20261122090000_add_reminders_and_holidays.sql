-- Words before and after a wait runs out, each told once: the warnings and the chain of a rule.
create table reminders (
    id          bigint generated always as identity primary key,
    case_id     bigint   not null references cases,
    kind        text     not null,                  -- of which wait
    step        smallint not null,                  -- -1, -2 …: a word before; 1, 2 …: a word after
    due_at      timestamptz not null,
    fired_at    timestamptz,
    disarmed_at timestamptz,
    failures    integer  not null default 0,
    check (step <> 0)
);
create unique index reminders_running on reminders (case_id, kind, step) where fired_at is null and disarmed_at is null;
create index reminders_due on reminders (due_at) where fired_at is null and disarmed_at is null;

-- Days that are not what their weekday says: holidays, and weekend days that are worked (调休).
create table holidays (
    site_id    bigint  not null references sites,
    day        date    not null,
    works      boolean not null,
    name       text    not null,
    changed_at timestamptz not null,
    primary key (site_id, day)
);
