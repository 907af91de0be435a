-- options: runner=golang-migrate
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
INSERT INTO users VALUES (1, 'happy');
