CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
-- message: adding column token rewrites public.users with all indexes under ACCESS EXCLUSIVE, so that reads and writes wait: its default calls gen_random_uuid, which is VOLATILE, so each row gets a value of its own
-- help: add the column without a default, SET DEFAULT in a statement of its own, fill old rows in batches
-- effect: ACCESS EXCLUSIVE on public.users (blocks reads and writes); table rewrite
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
-- expect: MIG002
-- message: its default calls random, which
ALTER TABLE users ADD COLUMN lot float DEFAULT random();
-- expect: MIG002
-- message: its default calls clock_timestamp, which
ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT clock_timestamp();
-- expect: MIG002
ALTER TABLE users ADD COLUMN seen_text text DEFAULT timeofday();
