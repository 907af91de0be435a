CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK ((id, email) IS NOT NULL);
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
