CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE archive (id bigint, total int);
-- migration:
-- expect: none
INSERT INTO archive SELECT * FROM orders;
SELECT * FROM orders;
