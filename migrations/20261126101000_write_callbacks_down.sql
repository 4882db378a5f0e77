-- Who wrote the answers down when the owner was called; null: the owner answered in the chat.
alter table questionnaires add column written_by bigint references people;
