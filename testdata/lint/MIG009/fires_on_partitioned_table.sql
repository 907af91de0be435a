CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE events (at date NOT NULL, customer_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG009
-- message: every row of public.customers, public.events_2025 while
-- help: before PostgreSQL 18 a partitioned table refuses NOT VALID: add the key to each partition as NOT VALID
ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers;
