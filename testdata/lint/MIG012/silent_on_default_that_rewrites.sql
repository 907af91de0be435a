CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
