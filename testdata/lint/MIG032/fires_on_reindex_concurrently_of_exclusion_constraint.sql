CREATE TABLE bookings (room int, during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&));
-- migration:
-- expect: MIG032
-- help: REINDEX it without CONCURRENTLY
REINDEX INDEX CONCURRENTLY apart;
