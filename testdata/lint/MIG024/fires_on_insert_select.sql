CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE totals (id bigint, total int);
-- migration:
ALTER TABLE totals ADD COLUMN tax int;
-- expect: MIG024
-- message: this reads every row of public.orders while the transaction holds ACCESS EXCLUSIVE on public.totals
INSERT INTO totals SELECT id, total FROM orders;
