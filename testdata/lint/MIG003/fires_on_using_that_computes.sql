CREATE TABLE users (name varchar(50), at timestamp);
-- migration:
-- expect: MIG003
-- message: USING computes a new value for each row
ALTER TABLE users ALTER COLUMN name TYPE text USING trim(name);
-- expect: MIG003
ALTER TABLE users ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'UTC';
