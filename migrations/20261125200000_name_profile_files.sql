-- An estate may have profiles of its own, in files beside its estate file.
alter table policies add column file text;          -- how the estate file names it; null: it came with the program
