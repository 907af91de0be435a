CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG032
-- message: column "note" of relation "orders" does not exist (42703)
-- help: check the name
ALTER TABLE orders DROP COLUMN note;
