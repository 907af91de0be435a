CREATE TABLE users (id bigint, email text);
CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE FUNCTION strict_one(int) RETURNS int LANGUAGE sql STRICT AS 'SELECT 1';
CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2';
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN a int DEFAULT one();
-- expect: MIG002
ALTER TABLE users ADD COLUMN b int DEFAULT strict_one(3);
-- expect: MIG002
ALTER TABLE users ADD COLUMN c int DEFAULT two();
