CREATE TABLE orders (id bigint, total int, CONSTRAINT other CHECK (total > 1));
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
-- migration:
-- expect: none
ALTER TABLE orders VALIDATE CONSTRAINT positive;
