CREATE TABLE users (id bigint);
-- migration:
-- expect: none
ALTER TABLE IF EXISTS customers RENAME TO clients;
ALTER VIEW IF EXISTS v SET SCHEMA app;
