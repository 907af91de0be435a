CREATE TABLE users (id bigint, token uuid);
-- migration:
ALTER TABLE users ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();
-- expect: none
