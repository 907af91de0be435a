CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
ALTER TABLE a ADD COLUMN note text;
-- lockstep: ignore=MIG025 reason="nobody uses b yet"
-- expect: MIG025 ignored
ALTER TABLE b ADD COLUMN note text;
