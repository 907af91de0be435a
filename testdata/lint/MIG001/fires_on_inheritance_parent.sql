CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
-- migration:
-- expect: MIG001
-- effect: SHARE on public.parent (blocks writes); table scan; index build
CREATE INDEX ON parent (a);
