CREATE TABLE users (id bigint, email text);
CREATE DOMAIN present AS text NOT NULL;
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN name present DEFAULT 'x';
