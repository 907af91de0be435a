CREATE TABLE users (id bigint, email text);
-- migration:
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- expect: none
