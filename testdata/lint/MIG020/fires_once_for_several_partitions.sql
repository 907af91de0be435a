-- options: disable=MIG016 disable=MIG025
CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- migration:
-- expect: MIG020
-- message: dropping partition public.events_2025, public.events_2026 takes ACCESS EXCLUSIVE on public.events too
DROP TABLE events_2025, events_2026;
