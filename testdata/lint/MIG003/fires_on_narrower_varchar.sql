CREATE TABLE users (name varchar(50), note text);
-- migration:
-- expect: MIG003
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);
-- expect: MIG003
-- message: text is stored in another way than character varying(20), or may have to be cut to fit
ALTER TABLE users ALTER COLUMN note TYPE varchar(20);
