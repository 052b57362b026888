-- In the order in which they are asked for, or the whole list is walked for a few.
drop index live_featured;
create index live_featured on live (language, published_at desc, item_id desc) where featured;

-- Who signs in waits for neither.
create index devices_of_account on devices (account_id);
create index sign_in_failures_by_time on sign_in_failures (failed_at);
