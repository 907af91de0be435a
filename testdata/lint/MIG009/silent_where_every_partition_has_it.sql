CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE events (at date NOT NULL, customer_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE events_2025 ADD CONSTRAINT bought FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;
ALTER TABLE events_2025 VALIDATE CONSTRAINT bought;
-- migration:
-- expect: none
ALTER TABLE events ADD CONSTRAINT bought FOREIGN KEY (customer_id) REFERENCES customers;
