CREATE TABLE users (id bigint);
-- migration:
ALTER TABLE users ADD COLUMN score int;
ALTER TABLE users ALTER COLUMN score TYPE bigint;
-- expect: none
