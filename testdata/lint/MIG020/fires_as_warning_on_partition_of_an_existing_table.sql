CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG020 warning
-- message: CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE on public.events, and so on all that goes through it
-- help: CREATE TABLE … (LIKE the parent INCLUDING DEFAULTS INCLUDING CONSTRAINTS), then ALTER TABLE … ATTACH PARTITION
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
