CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: MIG034 info
-- message: in function drop_old, called by line 7: this is not looked at, as its text is put together when it runs
-- at: 'DROP TABLE ' || name
CREATE FUNCTION drop_old(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
name := name || '_old'; EXECUTE 'DROP TABLE ' || name;
END $$;
SELECT drop_old('orders');
