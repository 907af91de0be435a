CREATE TABLE customers (id bigint);
-- migration:
-- lockstep: ignore=MIG015
-- expect: MIG000, MIG015
ALTER TABLE customers RENAME TO clients;
