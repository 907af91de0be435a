CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- migration:
-- lockstep: ignore=MIG019
-- expect: MIG000, MIG019
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
