drop table mistakes;
drop table ratings;
drop table corrections;
