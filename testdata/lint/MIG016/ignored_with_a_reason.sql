CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG016 reason="no deployed code uses it since release 42"
-- expect: MIG016 ignored
DROP TABLE orders;
