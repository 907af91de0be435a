CREATE TABLE users (name varchar(20), CONSTRAINT users_name_check CHECK (name <> ''));
-- migration:
-- expect: MIG003
-- message: changing the type of column name rewrites no row, but checks constraint users_name_check against every row of public.users under ACCESS EXCLUSIVE, so that reads and writes wait
-- help: drop the constraint in the same ALTER TABLE, add it again as NOT VALID, and VALIDATE it in a later migration
-- effect: ACCESS EXCLUSIVE on public.users (blocks reads and writes); table scan
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
