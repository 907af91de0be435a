-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG011
-- message: NOT NULL of column lower is verified against every row of public.users under ACCESS EXCLUSIVE, so that reads and writes wait: its values are computed when they are read
-- help: add the column without NOT NULL; then ADD CONSTRAINT … NOT NULL lower NOT VALID
ALTER TABLE users ADD COLUMN lower text GENERATED ALWAYS AS (lower(email)) VIRTUAL NOT NULL;
