CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG028 warning
-- message: session_replication_role = replica switches off all triggers and foreign keys for what follows
SET session_replication_role = replica;
-- expect: MIG028 warning
SET LOCAL session_replication_role TO 'replica';
-- expect: MIG028 warning
SELECT pg_catalog.set_config('session_replication_role', 'replica', true);
