-- options: pg-version=14
CREATE TABLE orders (id bigint, total int);
CREATE TABLE news (id bigint);
-- migration:
-- expect: MIG032
-- message: PostgreSQL 14 refuses this, whatever the data: syntax error: NULLS NOT DISTINCT is there from PostgreSQL 15 on (42601)
-- help: write it for the server's version, or say --pg-version
CREATE TABLE a (id int UNIQUE NULLS NOT DISTINCT);
-- expect: MIG032
-- message: MERGE is there from PostgreSQL 15 on
MERGE INTO orders USING news ON orders.id = news.id WHEN MATCHED THEN DELETE;
-- expect: MIG032
-- message: SET ACCESS METHOD is there from PostgreSQL 15 on
ALTER TABLE orders SET ACCESS METHOD heap;
