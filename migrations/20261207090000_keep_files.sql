-- Photos, voices and files are kept by us as well. The chat service hands them out as long as it pleases, and to
-- this bot alone.
alter table evidence
    add column kept_as       text unique,                       -- its name where files are kept
    add column sha256        text,                              -- of its bytes as they came
    add column bytes         bigint,
    add column media_type    text,                              -- by its first bytes, not by what it says of itself
    add column kept_at       timestamptz,
    add column keep_at       timestamptz not null default 'epoch',  -- when it is fetched, or tried again
    add column keep_failures integer     not null default 0,
    add column unkept        text;                              -- given up, and why

create index evidence_to_keep on evidence (id) where kept_at is null and unkept is null;
create index evidence_unkept on evidence (id) where unkept is not null;

-- Files whose rows are gone: they go, too. A row stays until the file has gone.
create table discarded (
    name text        primary key,
    at   timestamptz not null
);
