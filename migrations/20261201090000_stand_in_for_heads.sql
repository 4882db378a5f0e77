-- Where a department has no head who may sign, the management stands in (C-16).
create or replace function has_somebody(c cases) returns boolean language sql stable as $$
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
                      or c.stage = 'closed'
                  then not coalesce(c.handling -> 'accused' @> to_jsonb(person_id), false)
                      and (
                          role = 'head' and department_id = c.department_id
                          or role = case c.facts ->> 'passes'
                              when 'managers' then 'leader'
                              else 'manager'
                          end
                          and (
                              coalesce(c.handling -> 'accused', '[]'::jsonb) <> '[]'::jsonb
                              or not exists (
                                  select from posts as heads
                                  where heads.until is null
                                    and heads.site_id = c.site_id
                                    and heads.role = 'head'
                                    and heads.department_id = c.department_id
                              )
                          )
                      )
              else role in ('crew', 'head') and department_id = c.department_id
          end
    );
$$;

-- The release before this does not know whom a matter passes by, and writes the facts without it.
create function keep_passes() returns trigger language plpgsql as $$
begin
    new.facts = new.facts || jsonb_build_object('passes', old.facts -> 'passes');
    return new;
end
$$;
create trigger keep_passes before update of facts on cases
    for each row
    when (old.facts ? 'passes' and not new.facts ? 'passes')
    execute function keep_passes();
