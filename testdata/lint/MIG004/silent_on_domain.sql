CREATE DOMAIN percentage AS int;
CREATE TABLE users (discount percentage);
-- migration:
-- expect: MIG031
ALTER DOMAIN percentage ADD CONSTRAINT percentage_range CHECK (VALUE BETWEEN 0 AND 100);
