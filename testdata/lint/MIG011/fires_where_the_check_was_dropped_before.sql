CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS NOT NULL);
ALTER TABLE users DROP CONSTRAINT k;
-- migration:
-- expect: MIG011
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
