CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (mood mood);
-- migration:
-- expect: MIG003
ALTER TABLE users ALTER COLUMN mood TYPE text;
