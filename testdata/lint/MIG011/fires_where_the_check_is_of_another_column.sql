CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (id IS NOT NULL);
-- migration:
-- expect: MIG011
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
