CREATE DOMAIN price AS numeric;
CREATE TABLE sales (at date, price price) PARTITION BY RANGE (at);
CREATE TABLE sales_2025 PARTITION OF sales FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- migration:
-- expect: MIG031
-- message: every row of public.sales_2025 under SHARE
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
