CREATE INDEX CONCURRENTLY orders_2026_02_user_id_idx ON orders_2026_02 (user_id);
