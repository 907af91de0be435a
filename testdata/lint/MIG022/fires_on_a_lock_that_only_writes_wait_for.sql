-- options: runner=psql disable=MIG009
CREATE TABLE users (id bigint PRIMARY KEY);
-- migration:
-- expect: MIG022 warning
-- message: this waits for SHARE ROW EXCLUSIVE on public.users without end: neither the file nor psql sets lock_timeout, and while it waits behind a long transaction, all writes after it wait as well
CREATE TABLE orders (id bigint, user_id bigint REFERENCES users);
