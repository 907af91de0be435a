CREATE TABLE users (a varchar(20), b varchar(20), c int);
-- migration:
ALTER TABLE users
  ALTER COLUMN a TYPE text USING a::text,
  ALTER COLUMN b TYPE text USING (b),
  ALTER COLUMN c TYPE int USING c;
-- expect: none
