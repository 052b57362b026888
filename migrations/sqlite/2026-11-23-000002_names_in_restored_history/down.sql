alter table history drop column who;
