-- An update that meets a passing failure again and again is parked in the end, too.
alter table inbox add column set_back integer not null default 0;

-- Whoever blocks and unblocks us in a row is told of once.
alter table people add column told_away_at timestamptz;

-- A press on a message that is in nobody's list: answered without reading a group's cards.
create index cards_listed on cards (room, listed) where listed is not null;
create index outbox_doubled on outbox (room, case_id) where unknown > 0;
