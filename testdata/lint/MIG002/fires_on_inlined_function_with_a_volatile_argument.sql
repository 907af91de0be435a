CREATE TABLE users (id bigint, email text);
CREATE FUNCTION same(value float) RETURNS float LANGUAGE sql AS 'SELECT value';
-- migration:
-- expect: MIG002
-- message: its default calls random
ALTER TABLE users ADD COLUMN lot float DEFAULT same(random());
