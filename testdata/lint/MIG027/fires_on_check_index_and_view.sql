CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
CREATE MATERIALIZED VIEW sums AS SELECT id, mood FROM users;
-- migration:
ALTER TYPE mood ADD VALUE 'happy';
-- expect: MIG027
ALTER TABLE users ADD CHECK (mood <> 'happy') NOT VALID;
-- expect: MIG027
CREATE VIEW glad AS SELECT id FROM users WHERE mood = 'happy';
-- lockstep: ignore=MIG024 reason="to see MIG027 alone"
-- expect: MIG027, MIG024 ignored
CREATE INDEX sums_idx ON sums (id) WHERE mood = 'happy';
-- expect: MIG027
ALTER TABLE users ADD COLUMN next mood DEFAULT 'happy';
