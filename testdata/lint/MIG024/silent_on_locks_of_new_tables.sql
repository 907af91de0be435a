CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
CREATE TABLE totals (id bigint);
ALTER TABLE totals ADD COLUMN total int;
INSERT INTO totals SELECT id, total FROM orders;
