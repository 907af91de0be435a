CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE UNIQUE INDEX events_day_idx ON events (day);
-- migration:
-- expect: MIG032
-- message: ADD CONSTRAINT USING INDEX is not supported on partitioned tables (0A000)
ALTER TABLE events ADD CONSTRAINT events_day_key UNIQUE USING INDEX events_day_idx;
