-- The book of an estate: who is who, where is what, what was complained of and what became of it.
-- All moments are UTC. Names of places, departments and categories are kept per language.

-- An estate: an industrial park or a housing estate.
create table sites (
    id           bigint generated always as identity primary key,
    code         text   not null unique,            -- how the estate file names it
    name         jsonb  not null,                   -- {"zh-Hans": …, "zh-Hant": …, "en": …}
    zone         text   not null,                   -- IANA time zone in which its days are counted
    language     text   not null,                   -- what its groups are spoken to in
    profile      text   not null,                   -- the policy profile in force
    phone        text   not null,                   -- the service centre's number, for people who would rather call
    shows_names  boolean not null default true,     -- may owners see the name of the crew member
    desk_room    bigint unique,                     -- the service centre's group
    leaders_room bigint unique                      -- where serious cases are told
);

-- Every version of every profile that was ever in force. A case keeps the version it was opened under.
create table policies (
    id        bigint generated always as identity primary key,
    profile   text        not null,
    version   integer     not null,
    body      text        not null,                 -- the TOML as it was read
    loaded_at timestamptz not null,
    unique (profile, version)
);

-- Site > building > floor > unit, and public areas.
create table places (
    id        bigint generated always as identity primary key,
    site_id   bigint  not null references sites,
    parent_id bigint  references places,
    kind      text    not null check (kind in ('building', 'floor', 'unit', 'public')),
    code      text    not null,                     -- stable within the site; how the estate file names it
    name      jsonb   not null,
    position  integer not null default 0,
    unique (site_id, code)
);
create index places_below on places (site_id, parent_id, position);

-- Who must act.
create table departments (
    id       bigint generated always as identity primary key,
    site_id  bigint not null references sites,
    code     text   not null,
    name     jsonb  not null,
    room     bigint unique,                         -- the group it sits in; null until bound
    position integer not null default 0,
    unique (site_id, code)
);

-- What a case is about. Words that point to it are data, so that an estate can teach them.
create table categories (
    id            bigint generated always as identity primary key,
    site_id       bigint  not null references sites,
    department_id bigint  not null references departments,
    code          text    not null,
    name          jsonb   not null,
    words         text[]  not null default '{}',
    needs_photo   boolean not null default false,   -- no result without a photo
    position      integer not null default 0,
    unique (site_id, code)
);

-- Everybody we know: owners, tenants, staff. Identity is the number of the chat account, never a name.
create table people (
    id             bigint generated always as identity primary key,
    account        bigint unique,                   -- null: known only by voice
    site_id        bigint not null references sites,
    name           text,
    phone          text,
    phone_verified boolean not null default false,  -- shared by button, not typed
    language       text   not null,
    place_id       bigint references places,
    consent        integer,                         -- version of the privacy notice agreed to
    consented_at   timestamptz,
    joined_at      timestamptz,                     -- null: not through the greeting yet
    unreachable_at timestamptz,                     -- since when we cannot write to them
    first_seen_at  timestamptz not null
);

-- What somebody is entitled to. Rights are facts here, never membership of a chat.
create table posts (
    id            bigint generated always as identity primary key,
    person_id     bigint not null references people,
    role          text   not null check (role in ('desk', 'crew', 'head', 'manager', 'leader', 'auditor', 'admin')),
    department_id bigint references departments,
    since         timestamptz not null,
    until         timestamptz,
    granted_by    bigint references people,
    check ((role in ('crew', 'head')) = (department_id is not null))
);
create unique index posts_once on posts (person_id, role, coalesce(department_id, 0)) where until is null;

-- One-time links and codes. Only the hash is kept.
create table invitations (
    id            bigint generated always as identity primary key,
    hash          text   not null unique,
    purpose       text   not null check (purpose in ('admin', 'staff', 'room')),
    role          text,
    department_id bigint references departments,
    made_by       bigint references people,
    made_at       timestamptz not null,
    expires_at    timestamptz not null,
    used_by       bigint references people,         -- who opened it; for staff, waits for the admin's yes
    used_at       timestamptz,
    decided_at    timestamptz                       -- the admin said yes or no
);

-- A case is one matter, followed until it has an outcome and its owner an answer.
create table cases (
    id            bigint generated always as identity primary key,
    number        text    not null unique,          -- short, with a check character
    site_id       bigint  not null references sites,
    kind          text    not null check (kind in ('complaint', 'repair', 'consultation', 'suggestion', 'praise')),
    channel       text    not null,
    owner_id      bigint  not null references people,
    filed_by      bigint  not null references people, -- first asked (首问责任制)
    department_id bigint  references departments,
    category_id   bigint  references categories,
    place_id      bigint  references places,
    severity      text    not null default 'minor' check (severity in ('minor', 'serious', 'major')),
    facts         jsonb   not null,                 -- story, when, wish, wanted date, contact
    stage         text    not null,                 -- which variant of State
    detail        jsonb   not null,                 -- that variant's own data
    round         integer not null default 0,       -- grows with every dispatch; stale buttons carry an old one
    bounces       integer not null default 0,       -- how often a department said "not ours"
    policy_id     bigint  not null references policies,
    draft_key     text    not null unique,          -- one case per draft, however often Send is pressed
    version       integer not null default 1,       -- bumped by every save; guards lost updates
    opened_at     timestamptz not null,
    changed_at    timestamptz not null,
    changed_by    text    not null,                 -- the event that last touched the row
    check (stage in ('registered', 'dispatched', 'working', 'reported', 'closed', 'archived', 'withdrawn'))
);
create index cases_of_owner on cases (owner_id, id desc);
create index cases_open on cases (site_id, stage, id) where stage not in ('archived', 'withdrawn');

-- What happened to a case. Append-only.
create table history (
    id        bigint generated always as identity primary key,
    case_id   bigint  not null references cases,
    version   integer not null,
    at        timestamptz not null,
    actor_id  bigint  references people,            -- null: the clock
    event     text    not null,
    detail    jsonb   not null,
    stage     text    not null,                     -- where the case stood afterwards
    update_id bigint                                -- the message that caused it
);
create index history_of_case on history (case_id, id);

-- Photos, voice, files. The handle is the chat service's.
create table evidence (
    id       bigint generated always as identity primary key,
    case_id  bigint not null references cases,
    purpose  text   not null check (purpose in ('story', 'addition', 'result')),
    kind     text   not null check (kind in (
        'photo', 'video', 'video_note', 'animation', 'voice', 'audio', 'document'
    )),
    handle   text   not null,
    caption  text,
    added_by bigint not null references people,
    added_at timestamptz not null
);
create index evidence_of_case on evidence (case_id, id);

-- Who looked at the full slip, and when (PV-01, PV-10).
create table looks (
    id        bigint generated always as identity primary key,
    case_id   bigint not null references cases,
    person_id bigint not null references people,
    at        timestamptz not null
);

-- Versions of conversations never repeat, so that a button of an old one fits no new one.
create sequence dialog_versions as integer;

-- How far each person has come in a conversation.
create table dialogs (
    person_id  bigint  not null references people,
    kind       text    not null check (kind in ('draft', 'task', 'report')), -- report: one set aside
    state      jsonb   not null,
    version    integer not null default nextval('dialog_versions'), -- buttons carry it; an old one is answered with the present question
    screen     bigint,                              -- the message that shows the present question
    changed_at timestamptz not null,
    primary key (person_id, kind)
);

-- The callback questionnaire (回访): one row a round.
create table questionnaires (
    id          bigint generated always as identity primary key,
    case_id     bigint  not null references cases,
    round       integer not null,
    person_id   bigint  not null references people,
    sheet       jsonb   not null,                   -- the answers so far
    version     integer not null default 1,
    screen      bigint,                             -- its message
    asked_at    timestamptz not null,
    answered_at timestamptz,
    expired_at  timestamptz,
    unique (case_id, round)
);

-- What we wait for. One running timer of a kind for a case.
create table timers (
    id       bigint generated always as identity primary key,
    case_id  bigint not null references cases,
    kind     text   not null,
    armed_at timestamptz not null,
    due_at   timestamptz not null,
    fired_at timestamptz,
    disarmed_at timestamptz,
    failures integer not null default 0
);
create unique index timers_running on timers (case_id, kind) where fired_at is null and disarmed_at is null;
create index timers_of_case on timers (case_id);
create index timers_due on timers (due_at) where fired_at is null and disarmed_at is null;

-- Raw updates as they came, kept before they are confirmed.
create table inbox (
    update_id   bigint primary key,
    lane        bigint not null,                    -- person, else chat: the order that must be kept
    raw         text   not null,                    -- text, not jsonb: it must take what jsonb would refuse
    received_at timestamptz not null,
    attempt     integer not null default 0,
    retry_at    timestamptz,
    done_at     timestamptz,
    outcome     text,                               -- what was done, or why nothing was
    parked_at   timestamptz                         -- given up; an alarm was raised
);
create index inbox_next on inbox (update_id) where done_at is null and parked_at is null;
create index inbox_owed on inbox (lane, update_id) where done_at is null and parked_at is null;

-- What we owe people. Written in the same transaction as the change it speaks of.
create table outbox (
    id          bigint generated always as identity primary key,
    room        bigint   not null,                  -- the chat
    class       smallint not null,                  -- 0 danger, 1 answer, 2 state, 3 digest, 4 bulk
    letter      jsonb    not null,
    due_at      timestamptz not null,
    attempt     integer  not null default 0,        -- the fence: which lease this is
    failures    integer  not null default 0,        -- leases that ended badly; waiting for the pace is none
    lease_until timestamptz,                        -- null: nobody is sending it
    settled_at  timestamptz,                        -- null: still owed
    message     bigint,                             -- the message it became
    gave_up     text                                -- why we stopped trying, if we did
);
create index outbox_at on outbox (room, message) where message is not null;
create index outbox_owed on outbox (room, id) where settled_at is null;

-- Living messages: a card is a wish, the courier makes it so. Only the newest state is sent.
create table cards (
    id       bigint generated always as identity primary key,
    case_id  bigint  not null references cases,
    kind     text    not null check (kind in ('slip', 'desk', 'receipt')),
    room     bigint  not null,
    round    integer not null,                      -- slips of earlier rounds lose their buttons
    message  bigint,                                -- null: not posted yet
    wanted   integer not null default 1,
    shown    integer not null default 0,
    unique (case_id, kind, room, round)
);
create index cards_at on cards (room, message);
