CREATE TABLE users (id bigint, name varchar(20));
CREATE INDEX users_named_idx ON users (id) WHERE name <> '';
-- migration:
-- expect: MIG003
-- message: rewrites no row, but builds index users_named_idx of public.users again
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
