-- options: pg-version=18
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, user_id bigint CONSTRAINT fk REFERENCES users, total int);
-- migration:
-- expect: none
CREATE TABLE a (id int, b int GENERATED ALWAYS AS (id + 1) VIRTUAL, UNIQUE NULLS NOT DISTINCT (id));
ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT ENFORCED;
ALTER TABLE orders ALTER COLUMN total SET STATISTICS DEFAULT;
