CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE accounts (id bigint PRIMARY KEY);
ALTER TABLE events ADD CONSTRAINT events_account FOREIGN KEY (id) REFERENCES accounts;
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
ALTER TABLE events_2025 ADD CONSTRAINT year CHECK (at >= '2025-01-01' AND at < '2026-01-01');
ALTER TABLE events_2025 ADD FOREIGN KEY (id) REFERENCES accounts;
-- migration:
-- expect: none
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
