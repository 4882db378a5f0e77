-- Which backups of this book were taken, and which of them could be put back when that was tried. A backup
-- that nobody has tried is a hope.
create table backups (
    taken_at    timestamptz primary key,            -- the moment that it shows
    bytes       bigint      not null,               -- how large its file is
    verified_at timestamptz                         -- when it was last put back on trial, and held what it had held
);
