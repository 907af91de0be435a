-- options: no-history
-- expect: MIG011
-- message: no validated CHECK is known that would prove that there are no nulls
-- help: if the table has such a CHECK, show its definition with --schema
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
