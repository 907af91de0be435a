-- options: runner=golang-migrate
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG022 warning
-- message: this waits for ACCESS EXCLUSIVE on public.orders without end: neither the file nor golang-migrate sets lock_timeout, and while it waits behind a long transaction, all reads and writes after it wait as well
-- help: SET lock_timeout = '5s' at the head of the file
-- effect: ACCESS EXCLUSIVE on public.orders (blocks reads and writes)
ALTER TABLE orders ADD COLUMN note text;
