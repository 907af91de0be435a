CREATE TABLE cache (id bigint);
-- migration:
-- lockstep: ignore=MIG017
-- expect: MIG000, MIG017
TRUNCATE cache;
