-- options: pg-version=16
CREATE TABLE users (id bigint);
-- migration:
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
SELECT 'happy'::mood;
