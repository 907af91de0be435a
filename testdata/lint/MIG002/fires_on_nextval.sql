CREATE TABLE users (id bigint, email text);
CREATE SEQUENCE numbers;
-- migration:
-- expect: MIG002
-- message: its default calls nextval
ALTER TABLE users ADD COLUMN number bigint DEFAULT nextval('numbers');
