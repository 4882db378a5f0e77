-- Which instance polls, which one sends. A lease passes to another when it is not renewed; its number
-- grows each time, and late writes under an old number are refused. Times are the database's own.
create table leases (
    name   text primary key check (name in ('mailroom', 'courier')),
    holder text        not null,                    -- which process
    fence  bigint      not null,
    until  timestamptz not null
);

-- What we have told Telegram about this bot, so that we can tell our own setting from a stranger's.
create table bots (
    id      bigint primary key,                     -- Telegram's number of the bot
    webhook text                                    -- the address we set; null: we poll
);

-- Somebody floods us: the first update over the measure is answered with a word, what follows it
-- unread is done at once.
alter table inbox add column flooded boolean not null default false;
create index inbox_flooded on inbox (lane, done_at) where flooded;
