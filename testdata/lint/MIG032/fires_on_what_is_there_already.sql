CREATE TABLE orders (id bigint);
CREATE TYPE mood AS ENUM ('sad');
-- migration:
-- expect: MIG032
-- message: relation "orders" already exists (42P07)
-- help: an earlier migration has made it
CREATE TABLE orders (id bigint);
-- expect: MIG032
-- message: column "id" of relation "orders" already exists (42701)
ALTER TABLE orders ADD COLUMN id bigint;
-- expect: MIG032
-- message: enum label "sad" already exists (42710)
ALTER TYPE mood ADD VALUE 'sad';
