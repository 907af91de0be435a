-- options: pg-version=18
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint, CONSTRAINT bought FOREIGN KEY (customer_id) REFERENCES customers NOT ENFORCED);
-- migration:
-- expect: MIG009
-- message: foreign key bought is verified against every row of public.customers, public.orders while the statement holds
-- help: drop the constraint and add it again as NOT VALID
ALTER TABLE orders ALTER CONSTRAINT bought ENFORCED;
