CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK ((email IS NOT NULL AND id = 1) OR (email IS NOT NULL AND id = 2));
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
