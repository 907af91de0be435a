CREATE DOMAIN score AS int;
CREATE TABLE users (a int, b score);
-- migration:
ALTER TABLE users ALTER COLUMN a TYPE score, ALTER COLUMN b TYPE int;
-- expect: none
