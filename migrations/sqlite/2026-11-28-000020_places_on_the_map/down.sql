drop table live_shelves;
alter table places drop column map_row;
alter table places drop column map_column;
alter table places drop column old_communes;
