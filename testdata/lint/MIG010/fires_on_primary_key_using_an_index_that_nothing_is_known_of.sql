-- options: no-history
-- expect: MIG010
-- message: makes its columns NOT NULL, and no validated CHECK is known to prove that
-- help: or show the table's definition with --schema if it has such a proof
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
