-- options: pg-version=18
CREATE TABLE orders (id bigint, total int);
-- migration:
ALTER TABLE orders ADD CONSTRAINT total_there NOT NULL total NOT VALID;
-- expect: MIG021
ALTER TABLE orders VALIDATE CONSTRAINT total_there;
