CREATE TABLE users (id bigint, email text);
-- migration:
ALTER TABLE users ADD COLUMN logins int DEFAULT 0;
-- expect: MIG011
-- message: it is verified although the column is new
-- help: say NOT NULL in ADD COLUMN
ALTER TABLE users ALTER COLUMN logins SET NOT NULL;
