-- Announcements: words of the estate to many at once. The audience is written down with them, one row
-- of the outbox a recipient, so that going on after a stop is nothing special.
create table broadcasts (
    id        bigint generated always as identity primary key,
    author_id bigint not null references people,
    place_id  bigint references places,             -- for everybody there; null: the whole site
    words     text   not null,
    key       text   not null unique,               -- one press of Send makes one, however often it arrives
    audience  bigint not null default 0,            -- so many recipients
    made_at   timestamptz not null,
    told_at   timestamptz                           -- the author was told how it ended
);

alter table outbox
    add column case_id      bigint,                 -- whose events it tells: their order within a room is kept
    add column posted_at    timestamptz,
    add column begun_at     timestamptz,            -- the newest request that carries it was begun then
    add column begun        integer not null default 0, -- the attempt whose request was begun. Below attempt: this lease has asked nothing yet; equal and no longer leased: nobody knows whether it was done
    add column unknown      integer not null default 0, -- so many requests whose outcome nobody knows: at most so many copies too many
    add column gone_at      timestamptz,            -- the message it was to change is gone: post anew
    add column expires_at   timestamptz,            -- of no use to anybody after this
    add column expired      text,                   -- by which rule it was no longer owed
    add column broadcast_id bigint references broadcasts;

-- What is next, most urgent first, whatever else waits.
create index outbox_next on outbox (class, due_at, id) where settled_at is null;
create index outbox_leased on outbox (id) where settled_at is null and lease_until is not null;
create index outbox_of_broadcast on outbox (broadcast_id) where broadcast_id is not null;
create index outbox_left_of_broadcast on outbox (broadcast_id) where settled_at is null;
create index outbox_of_case on outbox (case_id, room) where settled_at is null;
-- Small: read only when another instance takes over, over rows that lie together.
create index outbox_begun on outbox using brin (begun_at);

-- Messages that carry a letter a second time, found out before the letter was settled.
create table copies (
    room      bigint not null,
    message   bigint not null,
    outbox_id bigint not null references outbox,
    seen_at   timestamptz not null,
    primary key (room, message)
);
create index copies_of on copies (outbox_id);

-- Rooms to which nothing is sent before a moment, because Telegram said so or would say no. Room 0 is
-- the bot as a whole.
create table parked (
    room   bigint primary key,
    until  timestamptz not null,
    reason text        not null,
    since  timestamptz not null
);

-- Trouble with a room, from when to when. It is told once, and that it is over once.
create table troubles (
    id      bigint generated always as identity primary key,
    room    bigint not null,
    kind    text   not null,
    department_id bigint references departments,    -- whose room it is or was
    until   timestamptz,                            -- when it is expected to be over, if that is known
    since   timestamptz not null,
    over_at timestamptz
);
create unique index troubles_open on troubles (room, kind) where over_at is null;

-- The message in which a slip was told together with others, when there were too many to post at once.
alter table cards add column listed bigint;
