-- A review is something else here (the minutes of a grave case): what is read is called a reading.
alter table callback_reviews rename to callback_readings;
alter index callback_reviews_pkey rename to callback_readings_pkey;
alter index callback_reviews_person rename to callback_readings_person;
drop index callback_reviews_owed;
alter table callback_readings drop column told_on;
-- Each reader finds what they owe in its order, however much others owe.
create index callback_readings_of_heads on callback_readings (site_id, department_id, questionnaire_id)
    where level = 'head' and read_at is null;
create index callback_readings_of_leaders on callback_readings (site_id, questionnaire_id)
    where level = 'leader' and read_at is null;
-- On which mornings whoever owes something was told.
create table reading_mornings (
    site_id bigint not null references sites,
    day     date   not null,
    primary key (site_id, day)
);
-- When somebody last answered something: whoever is in the middle of it is not interrupted.
alter table questionnaires add column touched_at timestamptz;
