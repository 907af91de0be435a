CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: MIG021
-- at: VALIDATE CONSTRAINT positive
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID, VALIDATE CONSTRAINT positive;
