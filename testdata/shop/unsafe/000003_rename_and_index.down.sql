DROP INDEX orders_remark_idx;
ALTER TABLE orders RENAME COLUMN remark TO note;
