-- What lies in a place, what lies below it, and what is everybody's: found without reading all places of an
-- estate, of which there are tens of thousands where each has a unit of its own.
create index places_under on places (site_id, coalesce(parent_id, 0), position, id);
create index places_of_parent on places (parent_id);
create index places_public on places (site_id, position, id) where kind = 'public';
drop index places_below;
