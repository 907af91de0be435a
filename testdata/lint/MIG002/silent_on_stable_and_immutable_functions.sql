CREATE TABLE users (id bigint, email text);
-- migration:
ALTER TABLE users
  ADD COLUMN a timestamptz DEFAULT now(),
  ADD COLUMN b timestamptz DEFAULT transaction_timestamp(),
  ADD COLUMN c timestamptz DEFAULT statement_timestamp(),
  ADD COLUMN d timestamp DEFAULT timezone('utc', now()),
  ADD COLUMN e timestamp DEFAULT (now() AT TIME ZONE 'utc'),
  ADD COLUMN f text DEFAULT lower('X'),
  ADD COLUMN g text DEFAULT current_setting('app.tenant', true),
  ADD COLUMN h timestamptz DEFAULT now() + interval '1 day';
-- expect: none
