-- options: no-history
-- expect: MIG018
-- message: CLUSTER rewrites every table that was clustered before, one after the other, under ACCESS EXCLUSIVE
CLUSTER;
