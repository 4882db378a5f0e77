-- Owners, tenants and employees as an imported list names them, whether or not they have written to
-- us. Whoever is recognised in it by account, or by a number shared by the button, holds the unit.
create table residents (
    id        bigint generated always as identity primary key,
    place_id  bigint not null references places,
    name      text,
    phone     text,                                 -- as it was written
    phone_key text,                                 -- by what two ways of writing it are the same
    account   bigint,
    tenure    text   not null check (tenure in ('owner', 'tenant', 'employee')),
    first_day date,                                 -- null: from the beginning
    last_day  date,                                 -- null: no end is known
    listed_at timestamptz not null,
    check (phone_key is not null or account is not null)
);
create unique index residents_once on residents
    (place_id, coalesce(account, 0), coalesce(phone_key, ''));
create index residents_by_phone on residents (phone_key);
create index residents_by_account on residents (account);
