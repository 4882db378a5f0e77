-- When nobody is asked how it was, by the clock on the wall; whoever sleeps at other times says so.
alter table sites
    add column quiet_from  time not null default '21:00',
    add column quiet_until time not null default '08:00';
