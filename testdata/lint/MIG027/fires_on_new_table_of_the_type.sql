CREATE TYPE mood AS ENUM ('sad', 'ok');
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
CREATE TABLE users (id bigint, mood mood DEFAULT 'happy');
