CREATE TABLE users (id bigint, email text);
CREATE UNIQUE INDEX users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT id_present CHECK (id IS NOT NULL AND email <> '') NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT id_present;
-- migration:
-- expect: none
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
