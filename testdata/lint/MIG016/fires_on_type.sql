CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
-- expect: MIG016
-- message: dropping type mood breaks clients that still name it; column mood of table public.users goes with it
DROP TYPE mood CASCADE;
