CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
CREATE TABLE accounts (id bigint PRIMARY KEY);
ALTER TABLE events ADD CONSTRAINT events_account FOREIGN KEY (id) REFERENCES accounts;
CREATE TABLE events_2025 (at date NOT NULL, id bigint);
ALTER TABLE events_2025 ADD CONSTRAINT year CHECK (at >= '2025-01-01' AND at < '2026-01-01');
-- migration:
-- expect: MIG019
-- message: it verifies foreign key events_account against every row of public.accounts, public.events_2025
-- help: give the table the parent's foreign key as NOT VALID, and VALIDATE it in a migration of its own
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
