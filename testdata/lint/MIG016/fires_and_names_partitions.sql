CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- migration:
-- expect: MIG016
-- message: dropping table public.events loses its data and breaks clients that still name it; table public.events_2026 goes with it
DROP TABLE events;
