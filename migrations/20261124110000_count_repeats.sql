-- The same matter again, and many households at once: both are counted when a case is registered.
create index cases_of_category on cases (category_id, opened_at) where category_id is not null;
