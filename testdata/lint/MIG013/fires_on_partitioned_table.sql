-- CONCURRENTLY is not offered: PostgreSQL refuses it.
CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_id ON events (id);
-- migration:
-- expect: MIG013 warning
-- message: takes ACCESS EXCLUSIVE on public.events and each of its partitions
-- help: a partitioned table's index refuses CONCURRENTLY
DROP INDEX events_id;
