-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: none
ALTER TABLE users ADD CONSTRAINT users_email NOT NULL email NOT VALID;
