-- expect: none
CREATE TEMP TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TEMP TABLE events_2025 (at date NOT NULL, id bigint);
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
