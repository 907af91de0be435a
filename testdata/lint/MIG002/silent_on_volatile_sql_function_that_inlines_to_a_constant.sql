CREATE TABLE users (id bigint, email text);
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two() RETURNS int RETURN 1 + 1;
-- migration:
ALTER TABLE users ADD COLUMN a int DEFAULT one(), ADD COLUMN b int DEFAULT two();
-- expect: none
