CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: MIG001, MIG001, MIG024
-- message: in function add_index, called by line 14: building this index takes a SHARE lock on public.orders
-- at: CREATE INDEX ON orders (total)
-- at: 'CREATE INDEX ON ' || quote_ident(of_table) || ' (id)'
CREATE FUNCTION add_index(of_table text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE n int;
BEGIN
  CREATE INDEX ON orders (total);
  SELECT count(*) INTO n FROM orders;
  EXECUTE 'CREATE INDEX ON ' || quote_ident(of_table) || ' (id)';
END $$;
-- Each hazard is told once, however often it is called.
CREATE FUNCTION twice() RETURNS void LANGUAGE sql AS $$ SELECT add_index('orders') $$;
SELECT add_index('orders');
SELECT twice();
