CREATE TABLE users (id bigint, name varchar(20) UNIQUE);
CREATE INDEX ON users (name);
CREATE INDEX ON users (id) INCLUDE (name);
CREATE INDEX ON users (lower(id::text)) WHERE id > 0;
-- migration:
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
-- expect: none
