CREATE TABLE customers (id bigint CONSTRAINT customers_key UNIQUE, name text);
CREATE INDEX customers_name_idx ON customers (name);
CREATE SEQUENCE numbers;
CREATE TYPE mood AS ENUM ('sad');
-- migration:
ALTER TABLE customers RENAME CONSTRAINT customers_key TO customers_id_key;
ALTER INDEX customers_name_idx RENAME TO customers_full_name_idx;
ALTER SEQUENCE numbers RENAME TO customer_numbers;
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
-- expect: none
