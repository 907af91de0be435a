CREATE TABLE users (id bigint, fax text);
CREATE VIEW fax_numbers AS SELECT fax FROM users;
CREATE VIEW user_ids AS SELECT id FROM users;
-- migration:
-- expect: MIG005
-- message: view public.fax_numbers goes with it
ALTER TABLE users DROP COLUMN fax CASCADE;
