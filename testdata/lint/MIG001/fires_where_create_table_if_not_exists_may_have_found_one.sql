-- options: no-history
CREATE TABLE IF NOT EXISTS orders (id bigint);
-- expect: MIG001
CREATE INDEX ON orders (id);
