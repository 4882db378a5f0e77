-- A book holds several estates: a company that looks after more than one has one bot for all of them.
-- The release before knows one estate only; what it writes while both run is of that one.

alter table posts add column site_id bigint references sites;
update posts set site_id = coalesce(
    (select site_id from departments where id = department_id),
    (select site_id from people where id = person_id)
);
alter table posts alter column site_id set not null;
-- Somebody may sit at the desk of two estates.
drop index posts_once;
create unique index posts_once on posts (person_id, role, site_id, coalesce(department_id, 0))
    where until is null;

-- Where the position is held, or the group bound, that a link or code offers.
alter table invitations add column site_id bigint references sites;
update invitations set site_id = (select min(id) from sites);

alter table duties add column site_id bigint references sites;
update duties set site_id = coalesce(
    (select site_id from departments where id = department_id),
    (select min(id) from sites)
);
alter table duties alter column site_id set not null;

-- One round a day in each estate.
alter table rounds add column site_id bigint references sites;
update rounds set site_id = (select min(id) from sites);
alter table rounds drop constraint rounds_pkey, add primary key (site_id, day);

do $$
declare
    only_one bigint := (select min(id) from sites);
    taught text;
begin
    if only_one is not null then
        foreach taught in array array['posts', 'duties', 'rounds'] loop
            execute format('alter table %I alter column site_id set default %s', taught, only_one);
        end loop;
    end if;
end $$;

-- Of which estate a letter speaks, where neither a case nor a group says so. No key: it is checked for
-- every letter, and estates stay.
alter table outbox add column site_id bigint;

-- Which questionnaires an estate asks, in this order. What templates.position says is read by the release
-- before only.
create table asked (
    site_id     bigint  not null references sites,
    template_id bigint  not null references templates,
    position    integer not null,
    primary key (site_id, template_id)
);
insert into asked (site_id, template_id, position)
select sites.id, templates.id, templates.position
from sites, templates
where templates.position is not null;
