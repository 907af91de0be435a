CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
REINDEX TABLE orders;
