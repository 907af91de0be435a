-- options: schema
CREATE TABLE users (id bigint);
-- migration:
-- expect: MIG032
-- message: relation "user" does not exist (42P01)
-- help: check the name
ALTER TABLE "user" ADD COLUMN name text;
-- expect: MIG032
TRUNCATE orders;
