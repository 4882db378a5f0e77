-- When whoever leads was told of a summary. One that somebody asked for before is kept, and still told.
alter table summaries add column told_at timestamptz;
