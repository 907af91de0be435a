CREATE TABLE events (at date, id bigint, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG029
-- message: public.events, public.events_2025 is left without
ALTER TABLE events DROP CONSTRAINT events_pkey;
