CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
-- migration:
-- expect: MIG008 warning
-- message: (and on public.child, locked along with it)
LOCK TABLE parent IN SHARE MODE;
