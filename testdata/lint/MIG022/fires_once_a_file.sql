-- options: runner=psql
CREATE TABLE orders (id bigint);
CREATE TABLE users (id bigint);
-- migration:
-- expect: MIG022 warning
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE users ADD COLUMN note text;
