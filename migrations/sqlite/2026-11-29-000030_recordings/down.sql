alter table assets drop column seconds;
