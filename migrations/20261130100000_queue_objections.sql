-- What is over and objected to stands among what is open until it is decided (S0-17.11).
create index cases_objecting on cases (site_id, id)
    where stage in ('archived', 'withdrawn')
      and handling #> '{objection,decided}' = 'null'::jsonb;
