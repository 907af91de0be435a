CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG012
-- message: new column logins is NOT NULL and has no default: it is NULL in every row that is there, so the statement fails unless public.users is empty
-- help: give it a constant default, which costs nothing; or add it without NOT NULL, fill it in batches
-- at: logins int NOT NULL
ALTER TABLE users ADD COLUMN logins int NOT NULL;
