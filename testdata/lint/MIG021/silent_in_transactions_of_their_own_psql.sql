-- options: runner=psql disable=MIG022
CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: none
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT positive;
