CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS NOT NULL) NOT VALID;
-- migration:
ALTER TABLE users VALIDATE CONSTRAINT k;
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
