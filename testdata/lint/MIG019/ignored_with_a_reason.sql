CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- migration:
-- lockstep: ignore=MIG019 reason="events_2025 has ten rows"
-- expect: MIG019 ignored
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
