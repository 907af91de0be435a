CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: MIG008 warning
LOCK TABLE a IN SHARE MODE;
-- expect: MIG025 warning
-- message: ACCESS EXCLUSIVE on public.b beside SHARE on public.a, taken in line 2
ALTER TABLE b ADD COLUMN note text;
