-- Stops every write to orders until the index is built.
CREATE INDEX orders_status_idx ON orders (status);
