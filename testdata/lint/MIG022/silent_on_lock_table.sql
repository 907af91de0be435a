-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
BEGIN;
-- expect: MIG008
-- message: there is neither NOWAIT nor a lock_timeout
LOCK TABLE orders;
COMMIT;
