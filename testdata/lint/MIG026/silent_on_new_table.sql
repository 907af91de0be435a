CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
CREATE TABLE archive (id bigint);
UPDATE archive SET id = 1;
