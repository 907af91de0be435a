CREATE TABLE events (a timestamp(3), b timestamptz(0), c time(3));
-- migration:
ALTER TABLE events
  ALTER COLUMN a TYPE timestamp(6),
  ALTER COLUMN b TYPE timestamptz,
  ALTER COLUMN c TYPE time;
-- expect: none
