-- options: disable=MIG003
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (a int, b mood, c text, d int[], e varchar DEFAULT '0', f text DEFAULT '0', g text DEFAULT lower('A'), h bigint);
-- migration:
-- expect: none
ALTER TABLE t ALTER COLUMN a TYPE bigint;
ALTER TABLE t ALTER COLUMN a TYPE text;
ALTER TABLE t ALTER COLUMN b TYPE varchar(20);
ALTER TABLE t ALTER COLUMN c TYPE int USING c::int;
ALTER TABLE t ALTER COLUMN d TYPE bigint[];
ALTER TABLE t ALTER COLUMN d TYPE text;
ALTER TABLE t ALTER COLUMN e TYPE text;
ALTER TABLE t ALTER COLUMN f DROP DEFAULT, ALTER COLUMN f TYPE int USING f::int, ALTER COLUMN f SET DEFAULT 0;
ALTER TABLE t ALTER COLUMN h TYPE int;
