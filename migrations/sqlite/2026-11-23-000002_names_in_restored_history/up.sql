-- Who did it, where no account of this database did: a line that an import restored.
alter table history add column who text;
