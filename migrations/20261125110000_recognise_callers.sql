-- A telephone number by which two spellings of it are the same: digits alone, without the country.
create function phone_key(phone text) returns text language sql immutable parallel safe return
    regexp_replace(ltrim(regexp_replace(phone, '[^0-9]', '', 'g'), '0'), '^86([0-9]{11})$', '\1');
create index people_of_phone on people (phone_key(phone)) where phone is not null;

-- Whether somebody whose number is verified is the caller for whom the desk registered under that
-- number. Asked once of each pair, so that a no stays.
create table recognitions (
    id         bigint      generated always as identity primary key,
    person_id  bigint      not null references people, -- whose number is verified
    caller_id  bigint      not null references people, -- who was known by voice only
    asked_at   timestamptz not null,
    decided_at timestamptz,                            -- null: waits for the desk
    decided_by bigint      references people,
    same       boolean,                                -- what the desk says; null: nothing yet
    unique (person_id, caller_id),
    check ((decided_at is null) = (same is null))
);
create index recognitions_waiting on recognitions (id) where decided_at is null;
create index recognitions_of_caller on recognitions (caller_id);

-- Who somebody known by voice has turned out to be. What was typed of them stays until that person
-- is forgotten.
alter table people add column became_id bigint references people;
create index people_became on people (became_id) where became_id is not null;

-- A link may be handed to a caller, whose matters are then theirs in the chat.
alter table invitations drop constraint invitations_purpose_check;
alter table invitations add constraint invitations_purpose_check
    check (purpose in ('admin', 'staff', 'room', 'unit', 'caller'));
alter table invitations add column caller_id bigint references people;
