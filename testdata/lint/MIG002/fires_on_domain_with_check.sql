CREATE TABLE users (id bigint, email text);
CREATE DOMAIN percentage AS int CHECK (VALUE BETWEEN 0 AND 100);
-- migration:
-- expect: MIG002
-- message: the constraints of domain percentage are checked for each row, even for nulls
-- help: add the column with the domain's base type
ALTER TABLE users ADD COLUMN discount percentage;
-- expect: MIG002
ALTER TABLE users ADD COLUMN bonus percentage DEFAULT 5;
