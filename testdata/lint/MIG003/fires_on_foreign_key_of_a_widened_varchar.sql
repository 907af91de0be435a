CREATE TABLE countries (code varchar(2) PRIMARY KEY);
CREATE TABLE users (country varchar(2) REFERENCES countries);
-- migration:
-- expect: MIG003
-- message: changing the type of column country also locks public.countries, the other end of its foreign key, in ACCESS EXCLUSIVE mode: reads and writes of both wait
-- help: drop the foreign key first, add it again as NOT VALID, and VALIDATE it in a later migration
-- effect: ACCESS EXCLUSIVE on public.countries (blocks reads and writes)
ALTER TABLE users ALTER COLUMN country TYPE varchar(3);
-- expect: MIG003
-- message: changing the type of column code also locks public.users
ALTER TABLE countries ALTER COLUMN code TYPE varchar(3);
