CREATE TYPE mood AS ENUM ('sad', 'ok');
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- lockstep: ignore=MIG027 reason="runs only where the value was there before"
-- expect: MIG027 ignored
SELECT 'happy'::mood;
