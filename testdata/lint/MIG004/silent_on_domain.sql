CREATE DOMAIN percentage AS int;
CREATE TABLE users (discount percentage);
-- migration:
ALTER DOMAIN percentage ADD CONSTRAINT percentage_range CHECK (VALUE BETWEEN 0 AND 100);
-- expect: none
