CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
ALTER TABLE a ADD COLUMN note text;
-- lockstep: ignore=MIG025
-- expect: MIG000, MIG025 warning
ALTER TABLE b ADD COLUMN note text;
