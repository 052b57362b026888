-- Where an office is and how it is reached, a line each: what people near it ask for.
alter table organisations add column contact text not null default '';
