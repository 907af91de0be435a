CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
-- migration:
-- expect: MIG004
-- effect: ACCESS EXCLUSIVE on public.parent (blocks reads and writes); table scan
ALTER TABLE parent ADD CONSTRAINT parent_empty CHECK (a > 0) NO INHERIT;
