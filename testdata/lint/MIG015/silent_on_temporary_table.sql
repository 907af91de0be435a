CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE customers (id bigint);
ALTER TABLE customers RENAME TO clients;
