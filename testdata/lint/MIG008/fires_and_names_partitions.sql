CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- migration:
-- expect: MIG008 warning
-- message: LOCK TABLE holds SHARE on public.events (and on public.events_2025, public.events_2026, locked along with it) until
LOCK TABLE events IN SHARE MODE;
