CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG020
-- message: DETACH PARTITION takes ACCESS EXCLUSIVE on public.events, and so on all that goes through it: it waits for every query that is running there, and all later reads and writes wait behind it
-- help: use ALTER TABLE … DETACH PARTITION … CONCURRENTLY, alone in a migration of its own
ALTER TABLE events DETACH PARTITION events_2025;
