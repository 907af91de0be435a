CREATE TABLE users (name varchar(20));
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
-- migration:
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
-- expect: none
