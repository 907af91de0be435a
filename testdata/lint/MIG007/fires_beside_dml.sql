CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG007
-- message: this file is not atomic
-- at: CREATE INDEX CONCURRENTLY ON orders (customer_id)
CREATE INDEX CONCURRENTLY ON orders (customer_id);
INSERT INTO orders VALUES (1, 1);
