CREATE TABLE users (id bigint);
-- migration:
-- expect: MIG002
ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
