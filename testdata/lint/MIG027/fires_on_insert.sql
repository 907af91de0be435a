CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
-- message: this uses 'happy', which line 1 adds to enum mood in the same transaction: PostgreSQL refuses a new value before it is committed (55P04)
-- help: move ALTER TYPE … ADD VALUE to a migration of its own
INSERT INTO users VALUES (1, 'happy');
