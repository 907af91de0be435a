CREATE TABLE users (name varchar(50), nickname varchar(50));
-- migration:
-- expect: MIG003
ALTER TABLE users ALTER COLUMN name TYPE text USING nickname;
