CREATE TABLE customers (id bigint);
-- migration:
-- expect: MIG015
ALTER TABLE customers RENAME TO clients;
SAVEPOINT s;
CREATE VIEW customers AS SELECT id FROM clients;
ROLLBACK TO s;
