CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TABLE orders (id bigint);
CREATE VIEW totals AS SELECT id FROM orders;
CREATE TYPE mood AS ENUM ('sad');
CREATE SCHEMA app;
DROP VIEW totals;
DROP TABLE orders;
DROP TYPE mood;
DROP SCHEMA app;
