CREATE TABLE users (id bigint NOT NULL);
CREATE UNIQUE INDEX users_pkey ON users (id);
-- migration:
-- expect: none
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
