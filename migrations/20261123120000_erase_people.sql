-- Somebody whose name, number and words were erased. The row stays, so that what is counted still is.
alter table people add column erased_at timestamptz;

-- A case whose words were erased: on its owner's wish, or because their time had come.
alter table cases add column erased_at timestamptz;
