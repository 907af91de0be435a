ALTER TABLE orders RENAME COLUMN note TO remark;
CREATE INDEX CONCURRENTLY orders_remark_idx ON orders (remark);
