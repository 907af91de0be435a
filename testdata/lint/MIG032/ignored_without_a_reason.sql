CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG032
-- expect: MIG000, MIG032
CREATE TABLE orders (id bigint);
