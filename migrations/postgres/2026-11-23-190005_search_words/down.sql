drop table misses;
drop table synonyms;
