-- options: no-history
-- expect: MIG019
-- message: it reads every row of public.events_2025, since no validated CHECK is known that implies the bound
-- help: or show the table's definition with --schema if it has one
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
