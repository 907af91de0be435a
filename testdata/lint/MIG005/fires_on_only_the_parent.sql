CREATE TABLE parent (a int, b int);
CREATE TABLE child () INHERITS (parent);
-- migration:
-- expect: MIG005
ALTER TABLE ONLY parent DROP COLUMN b;
