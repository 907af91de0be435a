CREATE TABLE users (id bigint, email text, fax text);
CREATE INDEX users_email_fax_idx ON users (email, fax);
CREATE INDEX users_id_idx ON users (id) WHERE fax <> '';
CREATE INDEX users_other_idx ON users (id);
-- migration:
-- expect: MIG005
-- message: still name it; index users_email_fax_idx, index users_id_idx go with it
ALTER TABLE users DROP COLUMN fax;
