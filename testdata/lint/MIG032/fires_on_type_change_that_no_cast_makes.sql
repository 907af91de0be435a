-- options: disable=MIG003
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN label AS text;
CREATE TABLE t (a text, b boolean, c mood, d label, e int[], f text DEFAULT '0', g int, h text DEFAULT 'x'::text);
-- migration:
-- expect: MIG032
-- message: column "a" cannot be cast automatically to type integer (42804)
ALTER TABLE t ALTER COLUMN a TYPE int;
-- expect: MIG032
-- message: column "b" cannot be cast automatically to type integer (42804)
ALTER TABLE t ALTER COLUMN b TYPE int;
-- expect: MIG032
-- message: column "a" cannot be cast automatically to type mood (42804)
ALTER TABLE t ALTER COLUMN a TYPE mood;
-- expect: MIG032
-- message: column "d" cannot be cast automatically to type integer (42804)
ALTER TABLE t ALTER COLUMN d TYPE int;
-- expect: MIG032
-- message: column "e" cannot be cast automatically to type integer (42804)
ALTER TABLE t ALTER COLUMN e TYPE int;
-- expect: MIG032
-- message: default for column "f" cannot be cast automatically to type integer (42804)
ALTER TABLE t ALTER COLUMN f TYPE int USING f::int;
-- expect: MIG032
-- message: default for column "h" cannot be cast automatically to type mood (42804)
ALTER TABLE t ALTER COLUMN h TYPE mood USING h::mood;
