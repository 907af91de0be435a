CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS DISTINCT FROM NULL::text);
-- migration:
-- expect: MIG011
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
