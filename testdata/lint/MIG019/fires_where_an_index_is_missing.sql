CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE INDEX events_id ON events (id);
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
ALTER TABLE events_2025 ADD CONSTRAINT year CHECK (at >= '2025-01-01' AND at < '2026-01-01');
-- migration:
-- expect: MIG019
-- message: it builds index events_2025_id_idx on public.events_2025, which the parent has
-- help: give the table the parent's index before, with CREATE INDEX CONCURRENTLY
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
