-- Each line of a history is chained to the line before it, so that a line changed, taken out or put
-- in behind the program's back is found (`huiyin audit verify`).
alter table history
    add column salt      bytea,                     -- goes with the words, so that nobody can guess them from their digest
    add column digest    bytea,                     -- of salt and detail as it was written; stays when the words go
    add column hash      bytea,                     -- of the line before, and of this line with its digest. Empty: from before there was a chain
    add column erased_at timestamptz;               -- when the words in detail were erased; the rest of it stays

-- What stands here already is held by nothing, and says so.
update history set hash = '';

-- Append-only. The one change that passes takes the words out of a line and leaves its place in the
-- chain as it is; whether nothing but words is gone, the chain shows.
create function history_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE'
        and old.erased_at is null and new.erased_at is not null and new.salt is null
        and (new.id, new.case_id, new.version, new.at, new.event, new.stage)
            = (old.id, old.case_id, old.version, old.at, old.event, old.stage)
        and new.actor_id is not distinct from old.actor_id
        and new.update_id is not distinct from old.update_id
        and new.digest is not distinct from old.digest
        and new.hash is not distinct from old.hash
    then
        return new;
    end if;
    raise exception 'history is append-only';
end
$$;
create trigger history_keeps_its_lines before update or delete on history
    for each row execute function history_is_append_only();
create trigger history_keeps_all_lines before truncate on history
    for each statement execute function history_is_append_only();

-- The line before the one that is written, and a history in its order.
create index history_by_version on history (case_id, version);
