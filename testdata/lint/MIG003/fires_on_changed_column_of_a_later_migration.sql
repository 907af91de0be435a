CREATE TABLE users (name varchar(20));
-- migration:
ALTER TABLE users ALTER COLUMN name TYPE text;
-- migration:
-- expect: MIG003
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
