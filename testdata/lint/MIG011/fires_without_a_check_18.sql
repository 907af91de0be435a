-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG011
-- help: ADD CONSTRAINT … NOT NULL email NOT VALID, then VALIDATE CONSTRAINT
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
