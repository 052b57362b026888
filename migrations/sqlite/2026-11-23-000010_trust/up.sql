-- What was corrected in public, for ever: one row per published revision that
-- says what it corrects. Shown while the item is live.
create table corrections (
    id integer primary key autoincrement,
    item_id integer not null references items (id),
    revision_id integer not null unique references revisions (id),
    language text not null,
    corrected_at timestamp not null,
    text text not null
);
create index corrections_by_item on corrections (item_id, corrected_at);
create index corrections_by_date on corrections (language, corrected_at desc, id desc);

insert into corrections (item_id, revision_id, language, corrected_at, text)
select r.item_id, r.id, i.language, r.published_at, json_extract(r.content, '$.correction')
from revisions r join items i on i.id = r.item_id
where r.published_at is not null and coalesce(json_extract(r.content, '$.correction'), '') <> ''
order by r.published_at, r.id;

-- "Is this useful?": how many said yes and no on a day, and nothing else.
create table ratings (
    id integer primary key autoincrement,
    item_id integer not null references items (id),
    revision_id integer not null references revisions (id),
    day date not null,
    yes integer not null,
    no integer not null,
    unique (revision_id, day)
);
create index ratings_by_item on ratings (item_id, day);
create index ratings_by_day on ratings (day);

-- Mistakes that readers reported: a task for the item's office. The row goes
-- 90 days after it was closed; the history keeps that there was one.
create table mistakes (
    id integer primary key autoincrement,
    item_id integer not null references items (id),
    text text not null,
    name text not null,
    contact text not null,
    state text not null,
    created_at timestamp not null,
    closed_at timestamp,
    closed_by integer references accounts (id),
    note text not null
);
create index mistakes_by_item on mistakes (item_id, id);
create index mistakes_by_state on mistakes (state, id);
