CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_id ON events (id);
-- migration:
-- expect: MIG014
-- message: REINDEX CONCURRENTLY of something partitioned takes SHARE on public.events_2025, public.events_2026, one after the other, before it begins: writes to all of them wait until it has the last one
-- help: of one partition after another
REINDEX TABLE CONCURRENTLY events;
