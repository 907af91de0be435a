-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
-- help: make it VIRTUAL, which is computed when read
ALTER TABLE users ADD COLUMN email_lower text GENERATED ALWAYS AS (lower(email)) STORED;
