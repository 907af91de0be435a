CREATE TABLE events (at timestamptz NOT NULL, account_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG001
-- message: SHARE lock on public.events and each of its partitions
-- help: CONCURRENTLY is refused on a partitioned table: CREATE INDEX … ON ONLY the parent
-- effect: SHARE on public.events_2025 (blocks writes)
CREATE INDEX ON events (account_id);
