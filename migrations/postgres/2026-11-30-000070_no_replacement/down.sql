drop trigger revisions_stay on revisions;
