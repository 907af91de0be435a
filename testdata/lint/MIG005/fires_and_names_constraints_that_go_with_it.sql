CREATE TABLE countries (code text PRIMARY KEY);
CREATE TABLE users (
  id bigint,
  country text CONSTRAINT users_country_fkey REFERENCES countries,
  fax text CONSTRAINT users_fax_key UNIQUE,
  CONSTRAINT users_fax_check CHECK (fax <> '')
);
-- migration:
-- expect: MIG005
-- message: constraint users_fax_check, constraint users_fax_key go with it
ALTER TABLE users DROP COLUMN fax;
-- expect: MIG005
-- message: constraint users_country_fkey goes with it
-- effect: ACCESS EXCLUSIVE on public.users (blocks reads and writes), ACCESS EXCLUSIVE on public.countries (blocks reads and writes)
ALTER TABLE users DROP COLUMN country;
