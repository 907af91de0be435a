CREATE TABLE users (id bigint);
CREATE UNIQUE INDEX users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT id_present CHECK (id IS NOT NULL) NOT VALID;
-- migration:
-- expect: MIG010
ALTER TABLE users ADD PRIMARY KEY USING INDEX users_pkey;
