CREATE TABLE users (email text);
-- migration:
-- expect: MIG002, MIG010
ALTER TABLE users ADD COLUMN id bigserial PRIMARY KEY;
