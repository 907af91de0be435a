CREATE TABLE orders (id bigint, customer_id bigint);
CREATE INDEX orders_id_idx ON orders (id);
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
COMMENT ON TABLE orders IS 'what customers want';
-- expect: MIG007
-- message: CREATE INDEX CONCURRENTLY cannot
CREATE UNIQUE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: MIG007
-- message: REINDEX CONCURRENTLY cannot
REINDEX INDEX CONCURRENTLY orders_id_idx;
-- expect: MIG007
-- message: REINDEX CONCURRENTLY cannot
REINDEX (CONCURRENTLY) TABLE orders;
-- expect: MIG007
-- message: DROP INDEX CONCURRENTLY cannot
DROP INDEX CONCURRENTLY orders_id_idx;
-- expect: MIG007
-- message: DETACH PARTITION CONCURRENTLY cannot
ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;
