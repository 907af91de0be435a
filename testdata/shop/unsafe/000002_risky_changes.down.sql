ALTER TABLE users ADD COLUMN fax text;
ALTER TABLE orders ALTER COLUMN quantity TYPE int;
ALTER TABLE users DROP COLUMN token;
DROP INDEX orders_user_id_idx;
