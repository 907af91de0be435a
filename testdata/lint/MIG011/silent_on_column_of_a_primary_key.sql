CREATE TABLE users (id bigint, email text PRIMARY KEY);
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
