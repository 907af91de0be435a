CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE rates (name text);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG024
-- message: this loads rows into public.rates while the transaction holds ACCESS EXCLUSIVE on public.orders
COPY rates FROM '/srv/rates';
