CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TABLE customers (id bigint);
CREATE SCHEMA app;
ALTER TABLE customers RENAME TO clients;
ALTER TABLE clients SET SCHEMA app;
ALTER SCHEMA app RENAME TO shop;
