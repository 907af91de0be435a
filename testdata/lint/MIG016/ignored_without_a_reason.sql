CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG016
-- expect: MIG000, MIG016
DROP TABLE orders;
