CREATE TABLE orders (id bigint);
CREATE TYPE mood AS ENUM ('sad');
-- migration:
-- expect: none
CREATE TABLE IF NOT EXISTS orders (id bigint);
ALTER TABLE orders ADD COLUMN IF NOT EXISTS id bigint;
ALTER TABLE orders DROP COLUMN IF EXISTS note;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'sad';
