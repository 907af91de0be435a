CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
CREATE TABLE words (word text);
-- migration:
-- expect: none
ALTER TYPE mood ADD VALUE 'happy';
ALTER TYPE mood ADD VALUE 'glad' AFTER 'happy';
INSERT INTO users VALUES (1, 'sad');
INSERT INTO words VALUES ('happy');
