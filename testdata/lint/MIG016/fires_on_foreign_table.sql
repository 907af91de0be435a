CREATE FOREIGN TABLE remote (id bigint) SERVER s;
-- migration:
-- expect: MIG016
-- message: dropping foreign table public.remote breaks clients that still read it
DROP FOREIGN TABLE remote;
