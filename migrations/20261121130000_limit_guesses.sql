-- Who tried links and codes that open nothing. Whoever does so again and again is no longer let try.
create table guesses (
    person_id bigint      not null references people,
    made_at   timestamptz not null
);
create index guesses_of_person on guesses (person_id, made_at);
create index guesses_made on guesses (made_at);
