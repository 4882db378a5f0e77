-- Which surveys an estate asks. Apart from what is asked of cases: the release before reads that whole, and
-- knows no surveys.
create table surveyed (
    site_id     bigint  not null references sites,
    template_id bigint  not null references templates,
    position    integer not null,
    primary key (site_id, template_id)
);
insert into surveyed (site_id, template_id, position)
select asked.site_id, asked.template_id, asked.position
from asked join templates on templates.id = asked.template_id
where templates.body like '%occasion = "survey"%';
delete from asked using templates
where templates.id = asked.template_id and templates.body like '%occasion = "survey"%';

alter table questionnaires
    add column ask_at       timestamptz,            -- of a survey: it is sent then, unless it is night by then
    add column delivered_at timestamptz;            -- of a survey: it has been there since then
create index questionnaires_to_ask on questionnaires (ask_at)
    where ask_at is not null and answered_at is null and expired_at is null;

-- As before, and with a moment ($5) since which at the earliest they hold their unit.
drop function audience(bigint, bigint, text[], timestamptz);
create function audience(bigint, bigint, text[], timestamptz, timestamptz)
returns table (person_id bigint, account bigint)
language sql stable as $$
    with recursive within as (
        select places.id from places where places.id = $2
        union all
        select places.id from places join within on places.parent_id = within.id
    ), reached as (
        select places.id from places
        where places.site_id = $1 and ($2 is null or places.id in (select within.id from within))
    )
    select people.id, people.account
    from people
    where people.account is not null
      and people.joined_at is not null
      and people.unreachable_at is null
      and (
          $3 is null and $5 is null and (
              people.site_id = $1 and $2 is null
              or people.place_id in (select reached.id from reached)
          )
          -- Who has turned to another estate since still lives in this one.
          or exists (
              select from occupancies o
              where o.person_id = people.id
                and o.since <= $4 and (o.until is null or o.until > $4)
                and ($5 is null or o.since > $5)
                and o.place_id in (select reached.id from reached)
                and ($3 is null or o.tenure = any ($3))
          )
      )
    order by people.id
$$;
