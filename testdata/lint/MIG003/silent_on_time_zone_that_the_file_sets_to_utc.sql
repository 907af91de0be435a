CREATE TABLE events (at timestamp);
-- migration:
SET timezone = 'UTC';
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
-- expect: none
