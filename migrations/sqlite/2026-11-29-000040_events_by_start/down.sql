drop index live_by_start;
