-- A case may be dealt with together with another of the same cause, its leader: `handling.merged` is
-- the leader's id, and stays when it is over, as a fact.
alter table cases drop constraint cases_stage_check;
alter table cases add constraint cases_stage_check check (stage in
    ('registered', 'dispatched', 'working', 'merged', 'reported', 'closed', 'archived', 'withdrawn'));

-- Those that are dealt with together with a leader.
create index cases_led on cases (((handling ->> 'merged')::bigint), id)
    where handling ->> 'merged' is not null;
