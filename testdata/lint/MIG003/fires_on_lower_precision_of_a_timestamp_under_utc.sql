-- options: timezone=UTC
CREATE TABLE events (a timestamp, b timestamp(3));
-- migration:
-- expect: MIG003
ALTER TABLE events ALTER COLUMN a TYPE timestamp(3);
-- expect: MIG003
ALTER TABLE events ALTER COLUMN b TYPE timestamptz(3);
