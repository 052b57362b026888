alter table devices drop column network_hash;
