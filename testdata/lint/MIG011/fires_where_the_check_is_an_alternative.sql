CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS NOT NULL OR id > 0);
-- migration:
-- expect: MIG011
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
