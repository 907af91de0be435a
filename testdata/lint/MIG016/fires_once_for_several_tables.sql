CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: MIG016, MIG025 warning
-- message: dropping table public.a and 1 more loses its data
DROP TABLE a, b;
