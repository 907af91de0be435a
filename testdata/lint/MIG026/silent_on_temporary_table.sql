CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE archive (id bigint);
DELETE FROM archive;
