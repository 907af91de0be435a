-- An index cannot be detached. Dropping the parent's index drops the attached ones with it: build them anew.
DROP INDEX orders_user_id_idx;
CREATE INDEX orders_user_id_idx ON ONLY orders (user_id);
CREATE INDEX orders_2026_01_user_id_idx ON orders_2026_01 (user_id);
CREATE INDEX orders_2026_02_user_id_idx ON orders_2026_02 (user_id);
ALTER INDEX orders_user_id_idx ATTACH PARTITION orders_2026_01_user_id_idx;
