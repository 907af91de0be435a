-- options: disable=MIG016
CREATE TABLE orders (id int);
CREATE TABLE users (id int);
-- migration:
DROP TABLE orders;
-- expect: MIG025 warning
-- message: holds ACCESS EXCLUSIVE on public.users beside ACCESS EXCLUSIVE on public.orders, taken in line 1
ALTER TABLE users ADD COLUMN note text;
