-- When Telegram last answered our polls: it keeps messages for a day and presses for 150 seconds, so
-- that what came in a longer gap may be lost, which must be said.
alter table bots add column heard_at timestamptz;
