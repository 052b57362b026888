-- Words that mean the same to who searches: one form a line. The key is the
-- first form as the search reads it.
create table synonyms (
    id bigint generated always as identity primary key,
    key text not null unique,
    kind text not null,
    forms text not null
);

-- What was looked for and not found: how often on a day. No time of day, no
-- address, nothing of who asked.
create table misses (
    day date not null,
    language text not null,
    query text not null,
    times integer not null,
    primary key (day, language, query)
);
