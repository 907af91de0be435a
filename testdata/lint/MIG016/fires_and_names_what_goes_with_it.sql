CREATE TABLE orders (id serial PRIMARY KEY, total int);
CREATE TABLE items (order_id int REFERENCES orders);
CREATE VIEW totals AS SELECT sum(total) FROM orders;
-- migration:
-- expect: MIG016
-- message: constraint items_order_id_fkey on table public.items, view public.totals go with it
DROP TABLE orders CASCADE;
