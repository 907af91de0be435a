CREATE TABLE orders (id bigint, total int);
CREATE PROCEDURE add_index(of_column text DEFAULT 'total') LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('CREATE INDEX ON orders (%I)', of_column); END $$;
-- migration:
-- expect: MIG001
-- message: in function add_index, called by line 4: building this index
-- at: CALL add_index()
CALL add_index();
-- expect: MIG001
-- at: CALL add_index(of_column => 'id')
CALL add_index(of_column => 'id');
