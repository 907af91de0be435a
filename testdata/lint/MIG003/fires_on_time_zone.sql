CREATE TABLE events (a timestamp, b timestamptz);
-- migration:
-- expect: MIG003
-- message: from timestamp without time zone to timestamp with time zone each value is shifted by the session's time zone, unless that is known to be UTC
-- help: set timezone: UTC under lint if that is what the sessions use
ALTER TABLE events ALTER COLUMN a TYPE timestamptz;
-- expect: MIG003
ALTER TABLE events ALTER COLUMN b TYPE timestamp;
