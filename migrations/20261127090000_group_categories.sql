-- Categories form a tree: what others lie in only groups them. What is retired is offered to nobody any
-- more, and stays with the cases that have it.

alter table categories add column parent_id bigint references categories;  -- in which other it lies
alter table categories add column retired_at timestamptz;                  -- since when it is not offered

create index on categories (parent_id) where parent_id is not null;
