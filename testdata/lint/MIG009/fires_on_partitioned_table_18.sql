-- options: pg-version=18
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE events (at date NOT NULL, customer_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG009
-- help: add it as NOT VALID
ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers;
