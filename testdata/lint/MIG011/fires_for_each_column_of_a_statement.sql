CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG011, MIG011
ALTER TABLE users ALTER COLUMN id SET NOT NULL, ALTER COLUMN email SET NOT NULL;
