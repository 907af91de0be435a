CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();
