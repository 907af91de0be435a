CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG016
DROP TABLE orders;
CREATE TABLE orders (id bigint, total int);
