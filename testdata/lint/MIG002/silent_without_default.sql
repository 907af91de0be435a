CREATE TABLE users (id bigint, email text);
CREATE TYPE mood AS ENUM ('sad', 'happy');
-- migration:
ALTER TABLE users ADD COLUMN a int, ADD COLUMN b mood, ADD COLUMN c public.mood[];
-- expect: none
