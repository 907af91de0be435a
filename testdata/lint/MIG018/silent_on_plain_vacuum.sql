CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
VACUUM orders;
VACUUM (FULL false) orders;
