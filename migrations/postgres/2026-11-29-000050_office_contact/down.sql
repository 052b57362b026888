alter table organisations drop column contact;
