CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TABLE orders (id bigint, total int);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT positive;
