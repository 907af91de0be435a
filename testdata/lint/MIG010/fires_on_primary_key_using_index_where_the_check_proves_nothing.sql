CREATE TABLE users (id bigint CHECK (id > 0));
CREATE UNIQUE INDEX users_pkey ON users (id);
-- migration:
-- expect: MIG010
ALTER TABLE users ADD PRIMARY KEY USING INDEX users_pkey;
