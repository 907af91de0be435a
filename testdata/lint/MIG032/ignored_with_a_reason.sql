CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG032 reason="fails on purpose"
-- expect: MIG032 ignored
CREATE TABLE orders (id bigint);
