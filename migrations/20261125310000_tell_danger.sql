-- Dangers are categories of their own list; whom people call first, and which department hears of every
-- danger at once, the estate's file says.
alter table categories add column danger boolean not null default false;
alter table sites add column emergency jsonb not null default '[]';
alter table sites add column alarm_id bigint references departments;
