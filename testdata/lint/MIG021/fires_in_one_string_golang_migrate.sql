-- options: runner=golang-migrate disable=MIG022
CREATE TABLE orders (id bigint, total int);
-- migration:
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
-- expect: MIG021
ALTER TABLE orders VALIDATE CONSTRAINT positive;
