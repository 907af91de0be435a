CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE items (order_id bigint REFERENCES orders);
-- migration:
-- expect: MIG017
-- message: TRUNCATE loses all rows of public.orders (and public.items, emptied by CASCADE), and
TRUNCATE orders CASCADE;
