CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
-- migration:
-- expect: MIG032
-- message: cannot detach partitions concurrently when a default partition exists (55000)
-- help: detach without CONCURRENTLY
ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;
