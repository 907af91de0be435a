CREATE TABLE orders (id bigint PRIMARY KEY, total int);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG024
ALTER TABLE orders VALIDATE CONSTRAINT positive;
