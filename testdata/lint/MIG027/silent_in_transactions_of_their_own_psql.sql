-- options: runner=psql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
-- expect: none
ALTER TYPE mood ADD VALUE 'happy';
INSERT INTO users VALUES (1, 'happy');
