-- A department may sit in a topic of a forum, so that several share one group.
alter table departments add column topic bigint;   -- the topic's number in the room; null: the room itself
alter table departments drop constraint departments_room_key;
create unique index departments_seat on departments (room, coalesce(topic, 0)) where room is not null;
