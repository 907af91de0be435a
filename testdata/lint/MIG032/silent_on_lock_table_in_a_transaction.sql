-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
BEGIN;
-- expect: MIG008 warning
LOCK TABLE orders IN SHARE MODE;
COMMIT;
