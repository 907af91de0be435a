CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at);
-- migration:
-- expect: MIG020 warning
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE events ADD COLUMN token uuid DEFAULT gen_random_uuid();
