CREATE TABLE users (id bigint, email text);
-- migration:
ALTER TABLE users
  ADD COLUMN a bigint DEFAULT 5::bigint,
  ADD COLUMN b jsonb DEFAULT '{}'::jsonb,
  ADD COLUMN c interval DEFAULT interval '1 day',
  ADD COLUMN d timestamptz DEFAULT CAST('2025-01-01' AS timestamptz),
  ADD COLUMN e text DEFAULT ('a' || 'b')::text;
-- expect: none
