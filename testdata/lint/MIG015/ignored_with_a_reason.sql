CREATE TABLE customers (id bigint);
-- migration:
-- lockstep: ignore=MIG015 reason="nobody uses it yet"
-- expect: MIG015 ignored
ALTER TABLE customers RENAME TO clients;
