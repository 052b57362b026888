-- A hash of the network from which the browser last signed in: strangers elsewhere
-- must not keep its people out at a new computer there.
alter table devices add column network_hash text not null default '';
