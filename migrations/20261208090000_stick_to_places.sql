-- Stickers with a code to scan: whoever scans one need not say where they are. What is printed says nothing by
-- itself, so that one that hangs on a wall can be made to mean another place, or nothing any more.
create table stickers (
    token      text primary key,
    site_id    bigint not null references sites,
    place_id   bigint not null references places,
    made_at    timestamptz not null,
    revoked_at timestamptz                          -- nobody who scans it gets anywhere
);
-- One sticker is printed as often as it is wanted.
create unique index stickers_of_place on stickers (place_id) where revoked_at is null;
