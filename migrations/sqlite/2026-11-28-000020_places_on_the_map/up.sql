-- What a commune was made of in July 2025, and its tile on the schematic map.
alter table places add column old_communes text not null default '';
alter table places add column map_column integer;
alter table places add column map_row integer;

-- Live items of one kind by field and place, so that each such list is one
-- range of an index. field_id 0: of any field. place_id 0: anywhere;
-- -1: of an item that names no place and so concerns the whole city.
create table live_shelves (
    item_id integer not null references live (item_id) on delete cascade,
    field_id integer not null,
    place_id integer not null,
    kind text not null,
    language text not null,
    published_at timestamp not null,
    primary key (item_id, field_id, place_id)
);
create index live_shelves_by_shelf
    on live_shelves (kind, language, field_id, place_id, published_at desc, item_id desc);

insert into live_shelves (item_id, field_id, place_id, kind, language, published_at)
select live.item_id, fields.id, spots.id, live.kind, live.language, live.published_at
from live
join (
    select item_id, term_id as id from live_terms
    join terms on terms.id = live_terms.term_id where terms.taxonomy = 'field'
    union all select item_id, 0 from live
) fields on fields.item_id = live.item_id
join (
    select item_id, place_id as id from live_places
    union all select item_id, 0 from live
    union all select item_id, -1 from live
        where not exists (select 1 from live_places where live_places.item_id = live.item_id)
) spots on spots.item_id = live.item_id
where fields.id <> 0 or spots.id <> 0;
