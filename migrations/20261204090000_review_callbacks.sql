-- Who has read what an owner answered in a callback: whoever heads the department, and whoever leads (S0-08.8,
-- F-03). A line is owed when the answers are complete, and again when they were corrected.
create table callback_reviews (
    questionnaire_id bigint      not null references questionnaires on delete cascade,
    level            text        not null check (level in ('head', 'leader')),
    site_id          bigint      not null references sites,
    department_id    bigint      references departments,    -- whose heads read it; none for those who lead
    owed_at          timestamptz not null,
    told_on          date,                                  -- when whoever owes it was last told
    person_id        bigint      references people,         -- who has read it
    read_at          timestamptz,
    primary key (questionnaire_id, level),
    check ((person_id is null) = (read_at is null))
);
create index callback_reviews_owed on callback_reviews (site_id, level, department_id, questionnaire_id)
    where read_at is null;
create index callback_reviews_person on callback_reviews (person_id) where person_id is not null;
