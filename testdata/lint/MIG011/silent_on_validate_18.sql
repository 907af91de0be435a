-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT users_email NOT NULL email NOT VALID;
-- migration:
-- expect: none
ALTER TABLE users VALIDATE CONSTRAINT users_email;
