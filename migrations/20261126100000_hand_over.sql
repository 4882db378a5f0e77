-- On which day the developer handed a unit over: a warranty runs from there (T-79).
alter table places add column handed_over date;
