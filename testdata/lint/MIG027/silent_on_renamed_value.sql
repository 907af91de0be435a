CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
-- expect: none
ALTER TYPE mood RENAME VALUE 'ok' TO 'happy';
INSERT INTO users VALUES (1, 'happy');
