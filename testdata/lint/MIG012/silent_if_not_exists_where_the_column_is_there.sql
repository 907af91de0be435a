CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: none
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text NOT NULL;
