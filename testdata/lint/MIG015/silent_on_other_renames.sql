CREATE TABLE customers (id bigint CONSTRAINT positive CHECK (id > 0));
CREATE INDEX customers_id_idx ON customers (id);
CREATE SEQUENCE numbers;
CREATE TYPE mood AS ENUM ('sad');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION f();
-- migration:
-- expect: none
ALTER INDEX customers_id_idx RENAME TO i;
ALTER TABLE customers RENAME CONSTRAINT positive TO p;
ALTER TRIGGER t ON customers RENAME TO u;
ALTER SEQUENCE numbers RENAME TO n;
ALTER TYPE mood RENAME TO m;
ALTER FUNCTION f() RENAME TO g;
