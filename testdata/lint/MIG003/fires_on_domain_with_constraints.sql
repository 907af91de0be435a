CREATE DOMAIN percentage AS int CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE users (discount int);
-- migration:
-- expect: MIG003
-- message: the constraints of percentage are checked for each row
ALTER TABLE users ALTER COLUMN discount TYPE percentage;
