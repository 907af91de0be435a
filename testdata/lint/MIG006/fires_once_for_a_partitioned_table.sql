CREATE TABLE events (at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG006
-- message: renaming column note of public.events to
-- at: ALTER TABLE events RENAME COLUMN note TO remark
ALTER TABLE events RENAME COLUMN note TO remark;
