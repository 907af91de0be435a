CREATE TABLE users (id bigint, email text);
CREATE DOMAIN email AS text;
CREATE DOMAIN score AS int DEFAULT 5;
-- migration:
ALTER TABLE users ADD COLUMN work_email email, ADD COLUMN score score;
-- expect: none
