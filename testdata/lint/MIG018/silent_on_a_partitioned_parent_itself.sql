CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_day ON events (day);
-- migration:
-- expect: none
ALTER TABLE events SET TABLESPACE fast;
ALTER INDEX events_day SET TABLESPACE fast;
