CREATE TABLE users (id bigint, email text);
-- migration:
ALTER TABLE users
  ADD COLUMN a int DEFAULT 1,
  ADD COLUMN b text NOT NULL DEFAULT 'x',
  ADD COLUMN c boolean DEFAULT false,
  ADD COLUMN d text[] DEFAULT '{}',
  ADD COLUMN e int[] DEFAULT ARRAY[1, 2],
  ADD COLUMN f text DEFAULT NULL,
  ADD COLUMN g numeric DEFAULT -1.5;
-- expect: none
