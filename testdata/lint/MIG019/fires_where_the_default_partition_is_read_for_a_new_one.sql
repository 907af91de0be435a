CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
-- migration:
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- expect: MIG019
-- message: attaching public.events_2025 under ACCESS EXCLUSIVE on public.events_rest does
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
