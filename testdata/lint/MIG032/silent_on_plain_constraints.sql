-- options: pg-version=14
CREATE TABLE users (id bigint PRIMARY KEY);
-- migration:
-- expect: none
CREATE TABLE a (id int NOT NULL CHECK (id > 0) UNIQUE, b int CONSTRAINT b_there NOT NULL, CHECK (b > 0), UNIQUE (b));
CREATE TABLE c (id int GENERATED ALWAYS AS IDENTITY, d int GENERATED ALWAYS AS (1) STORED);
ALTER TABLE a ALTER COLUMN b SET STATISTICS 100;
