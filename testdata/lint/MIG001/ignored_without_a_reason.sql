CREATE TABLE plans (id bigint, name text);
-- migration:
-- lockstep: ignore=MIG001
-- expect: MIG000, MIG001
CREATE INDEX ON plans (name);
