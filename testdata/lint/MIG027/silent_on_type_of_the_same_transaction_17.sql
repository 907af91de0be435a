-- options: pg-version=17
CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TYPE mood ADD VALUE 'happy';
SELECT 'happy'::mood;
