CREATE TABLE users (a varchar(20), b varchar(20), c varchar(20), d text);
-- migration:
ALTER TABLE users
  ALTER COLUMN a TYPE varchar(50),
  ALTER COLUMN b TYPE varchar,
  ALTER COLUMN c TYPE text,
  ALTER COLUMN d TYPE varchar;
-- expect: none
