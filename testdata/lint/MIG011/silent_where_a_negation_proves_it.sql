CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (NOT (email IS NULL OR id IS NULL));
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
