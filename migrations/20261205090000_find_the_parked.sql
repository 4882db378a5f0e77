-- Updates that were given up are counted whenever somebody looks how the program fares. They are few, and
-- stand among millions that were handled.
create index inbox_parked on inbox (parked_at) where parked_at is not null;
