CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG011
-- message: NOT NULL of column email is verified against every row of public.users under ACCESS EXCLUSIVE, so that reads and writes wait: no validated CHECK proves that there are no nulls
-- help: add CHECK (email IS NOT NULL) as NOT VALID, VALIDATE it in a migration of its own, then SET NOT NULL
-- at: ALTER COLUMN email SET NOT NULL
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
