-- options: pg-version=17
CREATE TYPE mood AS ENUM ('sad', 'ok');
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
SELECT 'happy'::mood;
