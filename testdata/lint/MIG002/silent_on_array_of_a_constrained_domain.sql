CREATE TABLE users (id bigint, email text);
CREATE DOMAIN percentage AS int CHECK (VALUE BETWEEN 0 AND 100);
-- migration:
ALTER TABLE users ADD COLUMN discounts percentage[];
-- expect: none
