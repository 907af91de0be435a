CREATE TABLE users (id bigint, email text);
CREATE DOMAIN percentage AS int;
-- migration:
ALTER DOMAIN percentage ADD CONSTRAINT percentage_range CHECK (VALUE BETWEEN 0 AND 100);
-- expect: MIG002
ALTER TABLE users ADD COLUMN discount percentage;
