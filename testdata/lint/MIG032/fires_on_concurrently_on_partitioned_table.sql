CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
-- migration:
-- expect: MIG032
-- message: PostgreSQL 15 refuses this, whatever the data: cannot create index on partitioned table "events" concurrently (0A000)
-- help: CREATE INDEX … ON ONLY the parent
CREATE INDEX CONCURRENTLY events_id_idx ON events (id);
