CREATE TABLE orders (id bigint);
CREATE INDEX plain ON orders (id);
CREATE UNIQUE INDEX part ON orders (id) WHERE id > 0;
-- migration:
-- expect: MIG032
-- message: "plain" is not a unique index (42809)
-- help: change the statement: it cannot succeed
ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX plain;
-- expect: MIG032
-- message: "part" is a partial index (42809)
ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX part;
