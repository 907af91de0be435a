CREATE TABLE bookings (room int, during tsrange);
-- migration:
-- expect: MIG010
-- message: EXCLUDE constraint no_overlap builds its index on public.bookings
-- help: no index of an EXCLUDE constraint can be built CONCURRENTLY
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
