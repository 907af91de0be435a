CREATE TABLE users (id bigint);
-- migration:
-- expect: none
DROP TABLE IF EXISTS orders;
DROP VIEW IF EXISTS totals;
DROP TYPE IF EXISTS mood;
DROP SCHEMA IF EXISTS app;
