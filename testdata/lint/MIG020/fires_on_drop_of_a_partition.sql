-- options: disable=MIG016
CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG020
-- message: dropping partition public.events_2025 takes ACCESS EXCLUSIVE on public.events too, and so on all that goes through it
-- help: use ALTER TABLE … DETACH PARTITION … CONCURRENTLY, alone in a migration of its own; then drop what is a table of its own
DROP TABLE events_2025;
