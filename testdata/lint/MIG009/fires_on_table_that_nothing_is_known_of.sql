-- options: no-history
-- expect: MIG009
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
