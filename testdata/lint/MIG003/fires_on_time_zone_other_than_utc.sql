-- options: timezone=Europe/Berlin
CREATE TABLE events (at timestamp);
-- migration:
-- expect: MIG003
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
