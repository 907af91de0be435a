-- options: runner=psql disable=MIG022
CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_id ON events (id);
-- migration:
-- expect: MIG014
-- message: REINDEX holds SHARE on public.events_2025, public.events_2026 and
-- help: REINDEX TABLE CONCURRENTLY of one partition after another
REINDEX TABLE events;
