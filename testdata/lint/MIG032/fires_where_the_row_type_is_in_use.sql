-- options: disable=MIG025
CREATE TABLE t (id int, name varchar(10));
CREATE TABLE holds (rows t[]);
CREATE TABLE free (id int, name varchar(10));
-- migration:
-- expect: MIG032
-- message: cannot alter table "t" because column "holds.rows" uses its row type (0A000)
ALTER TABLE t ADD COLUMN x int DEFAULT 5;
-- expect: MIG032
-- message: cannot alter table "t" because column "holds.rows" uses its row type (0A000)
ALTER TABLE t ALTER COLUMN name TYPE varchar(20);
-- expect: MIG032
-- message: cannot alter table "t" because column "holds.rows" uses its row type (0A000)
ALTER TABLE t SET UNLOGGED;
ALTER TABLE t ADD COLUMN y int;
ALTER TABLE free ADD COLUMN x int DEFAULT 5;
-- lockstep: ignore=MIG005 reason="it is what this fixture is about"
-- expect: MIG005 ignored
ALTER TABLE holds DROP COLUMN rows;
ALTER TABLE t ADD COLUMN x int DEFAULT 5;
