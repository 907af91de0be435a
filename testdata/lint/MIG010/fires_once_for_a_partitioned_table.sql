CREATE TABLE events (at date NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- migration:
-- expect: MIG010
-- message: builds its index on public.events_2025, public.events_2026 under
-- help: on each partition CREATE UNIQUE INDEX CONCURRENTLY and ADD CONSTRAINT … UNIQUE USING INDEX; then add the constraint to the partitioned table
ALTER TABLE events ADD UNIQUE (id, at);
