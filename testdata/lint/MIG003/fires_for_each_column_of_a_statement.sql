CREATE TABLE orders (a int, b varchar(10), c int);
-- migration:
-- expect: MIG003, MIG003
-- message: type of column a rewrites
-- message: type of column c rewrites
-- at: a TYPE bigint
-- at: c TYPE text
ALTER TABLE orders ALTER a TYPE bigint, ALTER b TYPE varchar(20), ALTER c TYPE text;
