-- options: timezone=UTC
CREATE TABLE events (a timestamp, b timestamptz, c timestamp(3));
-- migration:
ALTER TABLE events
  ALTER COLUMN a TYPE timestamptz,
  ALTER COLUMN b TYPE timestamp,
  ALTER COLUMN c TYPE timestamptz;
-- expect: none
