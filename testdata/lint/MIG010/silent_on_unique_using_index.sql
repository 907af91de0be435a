CREATE TABLE users (id bigint, email text);
CREATE UNIQUE INDEX users_email ON users (email);
-- migration:
-- expect: none
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;
