CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- migration:
-- expect: MIG017
-- message: TRUNCATE loses all rows of public.events, and
TRUNCATE events;
