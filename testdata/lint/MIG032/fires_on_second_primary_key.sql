CREATE TABLE orders (id bigint PRIMARY KEY, number int);
-- migration:
-- expect: MIG032
-- message: multiple primary keys for table "orders" are not allowed (42P16)
ALTER TABLE orders ADD PRIMARY KEY (number);
