-- Who ended somebody's position. When is in posts.until.
alter table posts add column ended_by bigint references people;
