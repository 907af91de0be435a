CREATE TABLE users (id bigint CONSTRAINT id_present CHECK (id IS NOT NULL));
CREATE UNIQUE INDEX users_pkey ON users (id);
-- migration:
-- expect: MIG010
ALTER TABLE users ADD PRIMARY KEY USING INDEX users_pkey, DROP CONSTRAINT id_present;
