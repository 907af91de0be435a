CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, user_id bigint);
-- migration:
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;
-- expect: MIG021
-- message: under the SHARE ROW EXCLUSIVE that ADD CONSTRAINT holds on public.orders until the end: writes wait for the whole scan
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fk;
