CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX events_at ON ONLY events (at);
CREATE INDEX events_2025_at ON events_2025 (at);
-- migration:
-- expect: none
ALTER INDEX events_at ATTACH PARTITION events_2025_at;
