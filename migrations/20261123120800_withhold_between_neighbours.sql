-- A quarrel between neighbours: who told us of it is then told to nobody but those who lead it (PV-03).
alter table categories add column between_neighbours boolean not null default false;
