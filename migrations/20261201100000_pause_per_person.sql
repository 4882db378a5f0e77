-- When somebody was asked last, about whatever (the least gap between two callbacks).
create index questionnaires_of_person on questionnaires (person_id, asked_at);
