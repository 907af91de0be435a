-- Names that PostgreSQL makes up: after table and columns, cut to 63 bytes, made unique.
CREATE TABLE orders (
  id bigserial PRIMARY KEY,
  number int UNIQUE,
  total int CHECK (total > 0),
  discount int CHECK (discount >= 0) CHECK (discount < 100),
  parent_id bigint REFERENCES orders,
  other_id bigint REFERENCES orders (id),
  during tsrange,
  room int,
  CHECK (total > discount),
  CHECK (discount < total),
  CHECK (true),
  UNIQUE (number, total),
  FOREIGN KEY (parent_id) REFERENCES orders (id),
  EXCLUDE USING gist (during WITH &&),
  EXCLUDE (number WITH =, total WITH =)
);
CREATE INDEX ON orders (total);
CREATE INDEX ON orders (total);
CREATE INDEX ON orders (total, discount);
CREATE INDEX ON orders (lower(total::text), number);
CREATE INDEX ON orders ((total + 1), (total + 2));
CREATE INDEX ON orders ((total + 1), upper(total::text), upper(number::text));
CREATE INDEX ON orders ((coalesce(total, 1)), (CASE WHEN total > 1 THEN 1 ELSE 2 END), (total::bigint));
CREATE INDEX ON orders ((greatest(total, number)), (nullif(total, 1)), (total::text COLLATE "C")) WHERE false;
CREATE INDEX ON orders (total) INCLUDE (number, discount);
CREATE INDEX ON orders (total) WHERE total > 3;
CREATE UNIQUE INDEX ON orders (total, number);
ALTER TABLE orders ADD CHECK (total > 1), ADD CHECK (total > 2), ADD UNIQUE (total), ADD UNIQUE (total) INCLUDE (number);
ALTER TABLE orders ADD FOREIGN KEY (other_id) REFERENCES orders;
ALTER TABLE orders ADD COLUMN a int CHECK (a > 0) UNIQUE REFERENCES orders (number), ADD COLUMN b serial;

-- Of 63 bytes, and with more to say than fits.
CREATE TABLE a_table_with_a_name_that_is_as_long_as_a_name_may_ever_be_in_sq (
  a_column_with_a_name_that_is_as_long_as_a_name_may_ever_be_here serial PRIMARY KEY,
  short int UNIQUE CHECK (short > 0),
  another_column_with_a_name_that_is_as_long_as_a_name_may_be int UNIQUE
    REFERENCES a_table_with_a_name_that_is_as_long_as_a_name_may_ever_be_in_sq (short),
  UNIQUE (short, another_column_with_a_name_that_is_as_long_as_a_name_may_be)
);
CREATE INDEX ON a_table_with_a_name_that_is_as_long_as_a_name_may_ever_be_in_sq (short);
CREATE INDEX ON a_table_with_a_name_that_is_as_long_as_a_name_may_ever_be_in_sq (short);
CREATE INDEX ON a_table_with_a_name_that_is_as_long_as_a_name_may_ever_be_in_sq
  (another_column_with_a_name_that_is_as_long_as_a_name_may_be, short);
-- Cut between characters, not within one.
CREATE TABLE "größenänderungsübersicht_für_äußerst_ungewöhnliche_bögen" (
  "größe_in_äußerst_ungewöhnlichen_maßen_und_übrigens_auch_öfter" serial UNIQUE,
  "ä" int UNIQUE
);
CREATE INDEX ON "größenänderungsübersicht_für_äußerst_ungewöhnliche_bögen" ("größe_in_äußerst_ungewöhnlichen_maßen_und_übrigens_auch_öfter");
CREATE INDEX a_name_given_that_is_longer_than_the_sixty_three_bytes_that_names_may_have
  ON orders (room);

-- Taken by something else: a table, a sequence, an index, a view, a type of the same schema; not of another.
CREATE TABLE users_pkey (id int);
CREATE SEQUENCE users_id_seq;
CREATE VIEW users_name_key AS SELECT 1 AS one;
CREATE INDEX users_name_idx ON users_pkey (id);
CREATE TYPE users_age_check AS (a int);
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.users_email_key (id int);
CREATE TABLE users (id serial PRIMARY KEY, name text UNIQUE, email text UNIQUE, age int CHECK (age > 0));
CREATE INDEX ON users (name);
-- Names of constraints are made unique within the schema.
CREATE TABLE first (a int, CONSTRAINT second_a_check CHECK (a > 0), CONSTRAINT second_a_fkey FOREIGN KEY (a) REFERENCES users);
CREATE TABLE second (a int CHECK (a > 0) REFERENCES users);
CREATE TABLE third (a int CONSTRAINT third_a_check1 CHECK (a > 1), b int, CONSTRAINT third_a_check CHECK (b > 1), CHECK (a > 0));
CREATE TABLE fourth (a int, b int UNIQUE, CONSTRAINT fourth_b_key1 UNIQUE (a), UNIQUE (b, a));
-- Two of the same columns are one.
CREATE TABLE fifth (a int PRIMARY KEY UNIQUE, b int UNIQUE, UNIQUE (b));
CREATE TABLE sixth (a int UNIQUE, b int, CONSTRAINT named UNIQUE (a), CONSTRAINT named_again UNIQUE (a));
ALTER TABLE sixth ADD UNIQUE (b), ADD UNIQUE (b), ADD CONSTRAINT later UNIQUE (b);
ALTER TABLE sixth ADD COLUMN c int UNIQUE, ADD CONSTRAINT c_again UNIQUE (c);
