CREATE TABLE users (id bigint);
-- migration:
ALTER TABLE users ADD COLUMN scratch text;
ALTER TABLE users DROP COLUMN scratch;
-- expect: none
