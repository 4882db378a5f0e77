-- What is over and objected to stands among what is open until it is decided (S0-17.11).
create index cases_objecting on cases (site_id, id)
    where stage in ('archived', 'withdrawn')
      and handling #> '{objection,decided}' = 'null'::jsonb;

-- Whether somebody holds the position that must act on a case as it stands.
create function has_somebody(c cases) returns boolean language sql stable as $$
    select exists (
        select from posts
        where posts.until is null
          and posts.site_id = c.site_id
          and case
              when c.stage = 'registered' and c.facts ->> 'passes' = 'managers'
                  then role = 'leader'
              when c.stage = 'registered' and c.facts ? 'passes'
                  then role in ('manager', 'leader')
              when c.stage = 'registered' then role in ('desk', 'manager')
              when c.stage in ('archived', 'withdrawn')
                  then role in ('manager', 'leader')
              -- Whoever has signed may hold another position since.
              when c.stage = 'working'
                  then person_id = (c.detail ->> 'signer')::bigint
                      and department_id = c.department_id
              when c.stage = 'reported' and c.detail ->> 'signed_off' is null
                  then role = 'head' and department_id = c.department_id
              when c.stage = 'closed'
                  then role = 'head' and department_id = c.department_id
              else role in ('crew', 'head') and department_id = c.department_id
          end
    );
$$;

-- How our own people behave: whoever tells of it is asked whether it is about those who would read it.
alter table categories add column about_us boolean not null default false;
