-- "insert or replace" takes rows away without asking the triggers on delete
create trigger history_replaces_none before insert on history
when exists (select 1 from history where id = new.id)
begin select raise(abort, 'history is append-only'); end;
create trigger revisions_replace_none before insert on revisions
when exists (select 1 from revisions where id = new.id)
begin select raise(abort, 'a revision''s content is immutable'); end;
