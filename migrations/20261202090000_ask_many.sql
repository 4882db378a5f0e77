-- Surveys: many are asked the same, apart from any case.
create table surveys (
    id          bigint generated always as identity primary key,
    site_id     bigint      not null references sites,
    template_id bigint      not null references templates,
    place_id    bigint      references places,      -- those who live there; null: in the whole estate
    whom        text        not null check (whom in ('everybody', 'owners', 'tenants', 'moved_in', 'handed_over')),
    months      integer,                            -- moved in within, or handed over before, so many
    author_id   bigint      references people,      -- null: the program, by its own file
    key         text        not null unique,        -- one press of Send makes one, however often it arrives
    made_at     timestamptz not null,
    decided_by  bigint      references people,      -- who has said yes or no as the second
    begun_at    timestamptz,                        -- null: it waits for the second yes, or was refused
    ends_at     timestamptz,                        -- the last of them can answer until then
    ended_at    timestamptz,                        -- its end was told, or it was refused
    erased_at   timestamptz,                        -- the words of its answers have had their time
    plan        text,                               -- what is to get better because of it
    plan_by     bigint      references people,
    plan_at     timestamptz,
    check ((whom in ('moved_in', 'handed_over')) = (months is not null)),
    check ((plan is null) = (plan_by is null) and (plan is null) = (plan_at is null))
);
create index surveys_of_site on surveys (site_id, id);
create index surveys_open on surveys (ends_at) where ended_at is null;

-- What managers were reminded of: that it is time for a survey.
create table survey_turns (
    site_id bigint not null references sites,
    name    text   not null,                        -- which survey
    turn    date   not null,                        -- the first day of its quarter, month or year
    primary key (site_id, name, turn)
);

-- A sheet is of a case or of a survey.
alter table questionnaires
    alter column case_id drop not null,
    add column survey_id bigint references surveys,
    add column remind_at timestamptz,               -- of a survey: then whoever has said nothing is reminded, once
    add column answer_until timestamptz,            -- of a survey: then it is over
    add constraint questionnaires_are_of_something check (num_nonnulls(case_id, survey_id) = 1) not valid;
create unique index questionnaires_of_survey on questionnaires (survey_id, person_id)
    where survey_id is not null;
create index questionnaires_to_remind on questionnaires (remind_at)
    where remind_at is not null and answered_at is null and expired_at is null;
create index questionnaires_to_end on questionnaires (answer_until)
    where answer_until is not null and answered_at is null and expired_at is null;

-- Whom something that goes to many reaches: those with a chat who live in an estate ($1), or in a place of it
-- ($2), at a moment ($4). With tenures ($3) only those count who hold a unit there as one of them.
create function audience(bigint, bigint, text[], timestamptz)
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
          $3 is null and (
              people.site_id = $1 and $2 is null
              or people.place_id in (select reached.id from reached)
          )
          -- Who has turned to another estate since still lives in this one.
          or exists (
              select from occupancies o
              where o.person_id = people.id
                and o.since <= $4 and (o.until is null or o.until > $4)
                and o.place_id in (select reached.id from reached)
                and ($3 is null or o.tenure = any ($3))
          )
      )
    order by people.id
$$;
