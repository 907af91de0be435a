CREATE TABLE events (at timestamptz NOT NULL, account_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
CREATE INDEX events_account_id_idx ON ONLY events (account_id);
-- expect: none
