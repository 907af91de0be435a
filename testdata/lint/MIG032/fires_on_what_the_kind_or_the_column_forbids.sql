-- options: disable=MIG025 disable=MIG001
CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS IDENTITY, a int UNIQUE);
CREATE VIEW v AS SELECT id FROM t;
CREATE TABLE p (id int, n int NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);
-- migration:
-- expect: MIG032
-- message: ALTER action ADD COLUMN cannot be performed on relation "v" (42809)
ALTER TABLE v ADD COLUMN x int;
-- expect: MIG032
-- message: column "g" of relation "t" is an identity column (42601)
ALTER TABLE t ALTER COLUMN g DROP NOT NULL;
-- expect: MIG032
-- message: column "id" is in a primary key (42P16)
ALTER TABLE t ALTER COLUMN id DROP NOT NULL;
-- expect: MIG032
-- message: column "n" is marked NOT NULL in parent table (42P16)
ALTER TABLE p1 ALTER COLUMN n DROP NOT NULL;
-- expect: MIG032
-- message: constraint "t_a_key" of relation "t" is not a foreign key constraint (42809)
ALTER TABLE t ALTER CONSTRAINT t_a_key DEFERRABLE;
-- expect: MIG032
-- message: column "nope" does not exist (42703)
CREATE INDEX ON t (id, nope);
-- expect: MIG032
-- message: column "nope" does not exist (42703)
CREATE INDEX ON t (id) INCLUDE (nope);
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;
ALTER TABLE p ALTER COLUMN n DROP NOT NULL;
