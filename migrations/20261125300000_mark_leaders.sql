-- Whether others are dealt with together with a case stands in the case itself (`handling.leads`), so
-- that nobody looks for them at every look at a case that leads none.
update cases set handling = jsonb_set(handling, '{leads}', 'true')
where id in (
    select (handling ->> 'merged')::bigint from cases where handling ->> 'merged' is not null
);
