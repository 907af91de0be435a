CREATE TABLE users (id bigint, email text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN amount AS positive;
-- migration:
-- expect: MIG002
ALTER TABLE users ADD COLUMN paid amount;
