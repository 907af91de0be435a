CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'happy';
