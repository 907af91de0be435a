CREATE TABLE users (id bigint, email text NOT NULL);
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
