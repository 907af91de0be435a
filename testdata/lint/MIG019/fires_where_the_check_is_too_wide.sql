CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
ALTER TABLE events_2025 ADD CONSTRAINT year CHECK (at >= '2024-01-01' AND at < '2026-01-01');
-- migration:
-- expect: MIG019
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
