CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS NOT NULL);
-- migration:
-- expect: MIG011
-- message: CHECK k proves that there are no nulls, but the same statement drops it, which PostgreSQL does first
-- help: drop it in a statement of its own afterwards
ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT k;
