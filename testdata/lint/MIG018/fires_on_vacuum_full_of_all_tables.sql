-- options: no-history
-- expect: MIG018
-- message: VACUUM FULL rewrites every table of the database, one after the other, under ACCESS EXCLUSIVE
VACUUM (FULL, VERBOSE);
