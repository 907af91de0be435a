-- options: no-history
-- expect: MIG029
-- message: users_pkey is assumed to be its primary key, by the name
ALTER TABLE users DROP CONSTRAINT users_pkey;
