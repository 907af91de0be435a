CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
CREATE UNIQUE INDEX users_other ON users (id);
-- migration:
-- expect: MIG029
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_other;
