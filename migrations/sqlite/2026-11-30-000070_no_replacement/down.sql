drop trigger history_replaces_none;
drop trigger revisions_replace_none;
