-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG008, MIG032
-- message: PostgreSQL refuses LOCK TABLE outside of a transaction block (25P01), and psql opens none here
-- help: put BEGIN before it
LOCK TABLE orders;
