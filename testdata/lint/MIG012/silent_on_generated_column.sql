CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN lower text GENERATED ALWAYS AS (lower(email)) STORED NOT NULL;
