CREATE TABLE accounts (id bigint PRIMARY KEY);
CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
ALTER TABLE events ADD FOREIGN KEY (id) REFERENCES accounts;
-- migration:
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
-- expect: none
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
