CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE INDEX events_id ON events (id);
-- migration:
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- expect: none
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
