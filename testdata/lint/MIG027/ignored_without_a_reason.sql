CREATE TYPE mood AS ENUM ('sad', 'ok');
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- lockstep: ignore=MIG027
-- expect: MIG000, MIG027
SELECT 'happy'::mood;
