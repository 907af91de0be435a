CREATE TABLE users (id bigint);
CREATE DOMAIN present AS int NOT NULL;
CREATE DOMAIN counted AS int NOT NULL DEFAULT 0;
CREATE DOMAIN zero AS int DEFAULT 0;
-- migration:
-- The rewrite is another hazard: it is what happens to an empty table, with all that waits for it.
-- expect: MIG002, MIG012
-- message: new column logins is of domain present, which is NOT NULL, and has no default
ALTER TABLE users ADD COLUMN logins present;
