-- Thousands may run out at one moment: the first of them is found without sorting all.
drop index timers_due;
create index timers_due on timers (due_at, id) where fired_at is null and disarmed_at is null;
