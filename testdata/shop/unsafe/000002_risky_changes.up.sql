-- Größere Änderungen: each of these statements stops the shop for as long as it works.
CREATE INDEX orders_user_id_idx ON orders (user_id);

ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();

/* 数量 */ ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;

-- migration-lint: ignore=MIG005 reason="no deployed code reads or writes fax since the March release"
ALTER TABLE users DROP COLUMN fax;
