-- What begins next, for the home page and the list of events.
create index live_by_start on live (language, kind, starts_at);
