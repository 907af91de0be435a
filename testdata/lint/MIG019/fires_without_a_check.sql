CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- migration:
-- expect: MIG019
-- message: attaching public.events_2025 under ACCESS EXCLUSIVE on public.events_2025 does work that reads and writes wait for: it reads every row of public.events_2025, since no validated CHECK is there that implies the bound
-- help: give the table a CHECK that says what the bound says (and IS NOT NULL, unless the key column is NOT NULL) as NOT VALID, VALIDATE it in a migration of its own
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
