CREATE TABLE users (id bigint);
CREATE DOMAIN present AS int NOT NULL;
CREATE DOMAIN counted AS int NOT NULL DEFAULT 0;
CREATE DOMAIN zero AS int DEFAULT 0;
-- migration:
-- expect: MIG002, MIG012
ALTER TABLE users ADD COLUMN logins counted DEFAULT NULL;
