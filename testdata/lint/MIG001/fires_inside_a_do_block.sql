CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: MIG001, MIG001
-- at: CREATE INDEX ON orders (total)
-- at: CREATE INDEX ON orders (id)
DO $$
BEGIN
  IF current_setting('server_version_num')::int > 0 THEN
    CREATE INDEX ON orders (total);
  END IF;
  EXECUTE 'CREATE INDEX ON orders (id)';
END $$;
