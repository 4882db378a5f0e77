-- What is agreed, asked and decided about a case beside its way: measure, more time, price,
-- referral, objection. A text of the program's own, read and written whole.
alter table cases add column handling jsonb not null default '{}';

-- Where owners can turn to when they are still not satisfied: leaders, committee, authority.
alter table sites add column instances jsonb not null default '[]';
