-- options: runner=psql
-- migration:
-- expect: MIG032
-- message: code in a transaction block, or in a function, cannot end the transaction (2D000)
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
SELECT f();
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN ROLLBACK; END $$;
CALL p();
DO $$ BEGIN CALL p(); COMMIT; END $$;
BEGIN;
-- expect: MIG032
DO $$ BEGIN COMMIT; END $$;
COMMIT;
