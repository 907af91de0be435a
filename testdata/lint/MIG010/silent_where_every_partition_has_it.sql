CREATE TABLE events (at date NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE events_2025 ADD UNIQUE (id, at);
-- migration:
-- expect: none
ALTER TABLE events ADD UNIQUE (id, at);
