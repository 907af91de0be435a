CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG028 reason="nobody writes while the shop is closed"
-- expect: MIG028 ignored
ALTER TABLE orders DISABLE TRIGGER ALL;
