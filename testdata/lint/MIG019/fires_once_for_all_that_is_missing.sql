CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE INDEX events_id ON events (id);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- migration:
-- expect: MIG019
-- message: it reads every row of public.events_2025, since no validated CHECK is there that implies the bound; reads every row of the default partition public.events_rest, where rows of the new bound may be; builds index events_2025_id_idx on public.events_2025
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
