CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (id bigint, mood mood);
-- migration:
-- expect: none
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy';
INSERT INTO users VALUES (1, 'happy');
