-- options: runner=psql
BEGIN;
-- expect: MIG033
-- message: this BEGIN stands in a transaction that is open already (psql or the file has begun it): PostgreSQL only warns, and the next COMMIT ends the outer one
-- help: remove it, and the COMMIT that belongs to it
BEGIN;
SELECT 1;
COMMIT;
