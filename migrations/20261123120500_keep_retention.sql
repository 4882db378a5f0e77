-- Where the estate keeps a class of what people said for another time than is shipped: days by class.
alter table sites add column retention jsonb not null default '{}';

-- Cases that are over and whose words still stand, the oldest first.
create index cases_to_erase on cases (changed_at)
    where erased_at is null and stage in ('archived', 'withdrawn');
