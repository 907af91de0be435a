CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
ALTER TABLE events_2025 ADD CONSTRAINT year CHECK (at >= '2025-01-01' AND at < '2026-01-01');
-- migration:
-- expect: MIG019
-- message: under ACCESS EXCLUSIVE on public.events_rest, public.events_2025 does work that reads and writes wait for: it reads every row of the default partition public.events_rest, where rows of the new bound may be
-- help: give the default partition a CHECK that excludes the bound as NOT VALID, and VALIDATE it in a migration of its own
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
