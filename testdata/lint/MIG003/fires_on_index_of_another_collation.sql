CREATE TABLE users (name varchar(20));
CREATE INDEX users_name_idx ON users (name);
-- migration:
-- expect: MIG003
-- message: rewrites no row, but builds index users_name_idx of public.users again
ALTER TABLE users ALTER COLUMN name TYPE varchar(20) COLLATE "C";
