CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- lockstep: ignore=MIG026
-- expect: MIG000, MIG026 warning
UPDATE orders SET total = 0;
