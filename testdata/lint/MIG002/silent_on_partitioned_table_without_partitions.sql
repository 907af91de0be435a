CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at);
-- migration:
ALTER TABLE events ADD COLUMN token uuid DEFAULT gen_random_uuid();
-- expect: none
