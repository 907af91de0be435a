CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
-- migration:
-- expect: MIG008 warning
-- message: holds SHARE on public.parent until
LOCK TABLE ONLY parent IN SHARE MODE;
