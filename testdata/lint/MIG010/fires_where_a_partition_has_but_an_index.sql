CREATE TABLE events (at date NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE UNIQUE INDEX events_2025_id_at ON events_2025 (id, at);
-- migration:
-- expect: MIG010
ALTER TABLE events ADD UNIQUE (id, at);
