CREATE TABLE a (id bigint);
-- migration:
CREATE TABLE b (id bigint);
-- expect: MIG017
-- message: TRUNCATE loses all rows of public.a, and
TRUNCATE a, b;
