CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
-- message: bigserial takes each row's value from a sequence
-- help: give it a sequence as default in a statement of its own
ALTER TABLE users ADD COLUMN a bigserial;
-- expect: MIG002
ALTER TABLE users ADD COLUMN b serial;
-- expect: MIG002
ALTER TABLE users ADD COLUMN c smallserial NOT NULL;
-- expect: MIG002
ALTER TABLE users ADD COLUMN d serial8;
