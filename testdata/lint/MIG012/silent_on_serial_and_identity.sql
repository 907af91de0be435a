CREATE TABLE users (email text);
-- migration:
-- expect: MIG002, MIG002
ALTER TABLE users ADD COLUMN a serial NOT NULL, ADD COLUMN b int GENERATED ALWAYS AS IDENTITY;
