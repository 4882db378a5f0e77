-- Who was shown which version of the privacy notice, in which language, and who agreed to it, when.
-- people.consent stays the newest version that somebody agreed to.
create table consents (
    id        bigint generated always as identity primary key,
    person_id bigint      not null references people,
    version   integer     not null,
    language  text        not null,                 -- in which words they read it
    shown_at  timestamptz not null,
    agreed_at timestamptz,                          -- null: shown, and not agreed to
    unique (person_id, version)
);
insert into consents (person_id, version, language, shown_at, agreed_at)
select id, consent, language, consented_at, consented_at
from people
where consent is not null and consented_at is not null;
