CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- lockstep: ignore=MIG020 reason="the site is down for maintenance"
-- expect: MIG020 ignored
ALTER TABLE events DETACH PARTITION events_2025;
