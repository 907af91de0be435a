CREATE TABLE orders (id bigint, total int, tax int GENERATED ALWAYS AS (total / 5) STORED);
CREATE DOMAIN positive AS int;
-- migration:
-- expect: MIG032
-- message: SET EXPRESSION is there from PostgreSQL 17 on
ALTER TABLE orders ALTER COLUMN tax SET EXPRESSION AS (total / 4);
-- expect: MIG032
-- message: SET STATISTICS DEFAULT is there from PostgreSQL 17 on
ALTER TABLE orders ALTER COLUMN total SET STATISTICS DEFAULT;
-- expect: MIG032
-- message: SET ACCESS METHOD DEFAULT is there from PostgreSQL 17 on
ALTER TABLE orders SET ACCESS METHOD DEFAULT;
-- expect: MIG032
-- message: ALTER DOMAIN … ADD NOT NULL is there from PostgreSQL 17 on
ALTER DOMAIN positive ADD CONSTRAINT there NOT NULL;
