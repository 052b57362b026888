create trigger revisions_stay before truncate on revisions
    for each statement execute function refuse_change('a revision''s content is immutable');
