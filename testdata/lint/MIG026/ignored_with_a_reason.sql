CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- lockstep: ignore=MIG026 reason="ten rows"
-- expect: MIG026 ignored
UPDATE orders SET total = 0;
