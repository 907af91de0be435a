PREPARE q AS SELECT 1;
-- expect: MIG034 info
-- message: the prepared statement that this executes is not looked at
EXECUTE q;
