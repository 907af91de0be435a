CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint PRIMARY KEY, mood mood);
-- migration:
ALTER TYPE mood ADD VALUE 'happy' BEFORE 'ok';
-- expect: MIG027
UPDATE users SET mood = 'happy' WHERE id = 1;
