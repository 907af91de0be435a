-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG032
-- message: PostgreSQL refuses savepoints outside of a transaction block (25P01)
SAVEPOINT s;
