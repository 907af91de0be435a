-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG011
-- message: NOT NULL of column email is verified against every row of public.users
ALTER TABLE users ADD CONSTRAINT users_email NOT NULL email;
