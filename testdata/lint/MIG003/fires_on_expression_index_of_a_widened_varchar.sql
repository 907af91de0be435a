CREATE TABLE users (name varchar(20));
CREATE INDEX users_lower_name_idx ON users (lower(name));
-- migration:
-- expect: MIG003
-- message: rewrites no row, but builds index users_lower_name_idx of public.users again
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
