-- options: no-history
CREATE TABLE IF NOT EXISTS users (id bigint, fax text);
-- expect: MIG005
ALTER TABLE users DROP COLUMN fax;
