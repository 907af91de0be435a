-- INVALID until an index of every partition is attached.
CREATE INDEX orders_user_id_idx ON ONLY orders (user_id);
