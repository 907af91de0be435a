CREATE TABLE users (name varchar(20), CONSTRAINT users_name_check CHECK (name <> ''));
-- migration:
ALTER TABLE users DROP CONSTRAINT users_name_check, ALTER COLUMN name TYPE varchar(50);
-- expect: none
