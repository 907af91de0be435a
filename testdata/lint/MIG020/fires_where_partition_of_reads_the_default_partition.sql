CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
-- migration:
-- expect: MIG020
-- message: meanwhile it reads every row of the default partition public.events_rest, where rows of the new bound may be
-- help: give the default partition a validated CHECK before that excludes the bound
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
