CREATE TABLE events (id bigint);
-- migration:
-- expect: MIG017
-- message: TRUNCATE loses all rows of public.events, and holds ACCESS EXCLUSIVE until the transaction ends: reads and writes wait
-- help: DELETE in batches
-- effect: ACCESS EXCLUSIVE on public.events (blocks reads and writes)
TRUNCATE events;
