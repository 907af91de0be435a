-- options: pg-version=17
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, user_id bigint CONSTRAINT fk REFERENCES users, during tsrange);
-- migration:
-- expect: MIG032
-- message: GENERATED … VIRTUAL is there from PostgreSQL 18 on
CREATE TABLE a (id int, b int GENERATED ALWAYS AS (id + 1) VIRTUAL);
-- expect: MIG032
-- message: CONSTRAINT … NOT NULL column is there from PostgreSQL 18 on
ALTER TABLE orders ADD CONSTRAINT there NOT NULL id NOT VALID;
-- expect: MIG032
-- message: NOT ENFORCED is there from PostgreSQL 18 on
ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT ENFORCED;
-- expect: MIG032
-- message: NOT ENFORCED is there from PostgreSQL 18 on
CREATE TABLE c (id bigint REFERENCES users NOT ENFORCED);
-- expect: MIG032
-- message: ALTER CONSTRAINT … ENFORCED is there from PostgreSQL 18 on
ALTER TABLE orders ALTER CONSTRAINT fk NOT ENFORCED;
-- expect: MIG032
-- message: WITHOUT OVERLAPS is there from PostgreSQL 18 on
CREATE TABLE b (id int, during tsrange, UNIQUE (id, during WITHOUT OVERLAPS));
