CREATE TABLE events (at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG005
-- message: dropping column note of public.events loses
-- effect: ACCESS EXCLUSIVE on public.events (blocks reads and writes)
ALTER TABLE events DROP COLUMN note;
