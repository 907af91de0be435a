CREATE TABLE users (tags varchar(10)[]);
-- migration:
-- expect: MIG003
ALTER TABLE users ALTER COLUMN tags TYPE varchar(20)[];
