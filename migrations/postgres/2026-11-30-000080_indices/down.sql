drop index sign_in_failures_by_time;
drop index devices_of_account;
drop index live_featured;
create index live_featured on live (language, published_at desc) where featured;
