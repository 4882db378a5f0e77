-- An instance of the release before may still ask, by the questions it knows: null means those.
alter table questionnaires alter column template_id drop not null;
