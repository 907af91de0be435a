CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: none
ALTER TABLE users ADD COLUMN logins int;
