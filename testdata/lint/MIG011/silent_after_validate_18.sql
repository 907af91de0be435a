-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT users_email NOT NULL email NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_email;
-- migration:
-- expect: none
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
