CREATE TABLE users (id bigint, tenant int NOT NULL);
CREATE UNIQUE INDEX users_pkey ON users (tenant, id);
-- migration:
-- expect: MIG010
-- message: PRIMARY KEY USING INDEX builds nothing, but makes id NOT NULL, and no validated CHECK proves that: every row of public.users is read under ACCESS EXCLUSIVE, and reads and writes wait
-- help: first ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
