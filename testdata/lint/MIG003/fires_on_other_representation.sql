CREATE TABLE orders (id bigint, quantity int, payload json, state text);
CREATE TYPE state AS ENUM ('new', 'done');
-- migration:
-- expect: MIG003
-- message: changing the type of column quantity rewrites public.orders with all indexes under ACCESS EXCLUSIVE, so that reads and writes wait: integer is stored in another way than bigint, or may have to be cut to fit
-- help: add a new column of the new type, keep both in step by a trigger, fill old rows in batches, then switch
-- effect: ACCESS EXCLUSIVE on public.orders (blocks reads and writes); table rewrite
ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;
-- expect: MIG003
ALTER TABLE orders ALTER COLUMN payload SET DATA TYPE jsonb;
-- expect: MIG003
ALTER TABLE orders ALTER state TYPE state USING state::state;
