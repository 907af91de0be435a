CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
BEGIN;
ALTER TABLE a ADD COLUMN note text;
-- expect: MIG025 warning
ALTER TABLE b ADD COLUMN note text;
COMMIT;
BEGIN;
ALTER TABLE a ADD COLUMN remark text;
-- expect: MIG025 warning
ALTER TABLE b ADD COLUMN remark text;
COMMIT;
