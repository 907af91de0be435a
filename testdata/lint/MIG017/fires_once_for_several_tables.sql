CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: MIG017, MIG025 warning
-- message: TRUNCATE loses all rows of public.a, public.b, and
TRUNCATE a, b;
