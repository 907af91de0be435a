CREATE TABLE orders (id bigint, total int);
-- migration:
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
-- expect: MIG021
-- message: constraint positive is validated in the transaction that added it, under the ACCESS EXCLUSIVE that ADD CONSTRAINT holds on public.orders until the end: reads and writes wait for the whole scan, as without NOT VALID
-- help: move VALIDATE CONSTRAINT to a migration of its own
-- effect: SHARE UPDATE EXCLUSIVE on public.orders (blocks neither reads nor writes); table scan
ALTER TABLE orders VALIDATE CONSTRAINT positive;
