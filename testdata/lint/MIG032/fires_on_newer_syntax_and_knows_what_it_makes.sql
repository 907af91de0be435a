-- options: pg-version=17
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG032
CREATE TABLE a (id int, b int GENERATED ALWAYS AS (id + 1) VIRTUAL);
-- expect: MIG032
-- message: column "b" of relation "a" already exists (42701)
ALTER TABLE a ADD COLUMN b int;
