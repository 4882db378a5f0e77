-- Categories form a tree: what others lie in only groups them. What is retired is offered to nobody any
-- more, and stays with the cases that have it.

alter table categories add column parent_id bigint references categories;
alter table categories add column retired boolean not null default false;

create index on categories (parent_id) where parent_id is not null;
