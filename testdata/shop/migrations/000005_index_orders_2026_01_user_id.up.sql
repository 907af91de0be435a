CREATE INDEX CONCURRENTLY orders_2026_01_user_id_idx ON orders_2026_01 (user_id);
