CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_rest (at date NOT NULL, id bigint);
-- migration:
-- expect: MIG019
ALTER TABLE events ATTACH PARTITION events_rest DEFAULT;
