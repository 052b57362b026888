-- Recordings of broadcasts stand among the pictures: how long one plays, in
-- seconds. 0: it is a picture.
alter table assets add column seconds integer not null default 0;
