CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
CREATE TABLE users (id bigint);
ALTER TABLE users DISABLE TRIGGER ALL;
