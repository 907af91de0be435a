-- An index cannot be detached. Dropping the parent's index drops the attached one with it: build it anew.
DROP INDEX orders_user_id_idx;
CREATE INDEX orders_user_id_idx ON ONLY orders (user_id);
CREATE INDEX orders_2026_01_user_id_idx ON orders_2026_01 (user_id);
