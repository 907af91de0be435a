CREATE TABLE users (id bigint, email text);
CREATE FUNCTION lot() RETURNS float LANGUAGE sql AS 'SELECT random()';
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN lot float DEFAULT lot();
