-- CONCURRENTLY is not offered: PostgreSQL refuses it.
CREATE TABLE bookings (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&));
-- migration:
-- expect: MIG014
-- help: an EXCLUDE constraint's index refuses CONCURRENTLY
REINDEX INDEX apart;
