-- options: timezone=UTC
CREATE TABLE events (at timestamp);
-- migration:
SET timezone = 'Europe/Berlin';
-- expect: MIG003
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
