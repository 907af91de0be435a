CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
SET session_replication_role = origin;
RESET session_replication_role;
SELECT set_config('search_path', 'replica', false);
