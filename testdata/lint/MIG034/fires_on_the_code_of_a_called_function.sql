CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: MIG034 info
-- message: in function drop_all, called by line 8: this is not looked at, as its text is put together when it runs
-- at: 'DROP TABLE ' || name
CREATE FUNCTION drop_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; BEGIN
FOR name IN SELECT relname FROM pg_class LOOP EXECUTE 'DROP TABLE ' || name; END LOOP;
END $$;
SELECT drop_all();
-- expect: MIG034 info
-- message: in function in_python, called by line 12: this is not looked at, as it is in another language than PL/pgSQL or SQL
CREATE FUNCTION in_python() RETURNS void LANGUAGE plpython3u AS 'pass';
SELECT in_python();
-- expect: MIG034 info
-- message: in function remove_all, called by line 16: this is not looked at, as its body is written as BEGIN ATOMIC … END
CREATE PROCEDURE remove_all() LANGUAGE sql BEGIN ATOMIC DELETE FROM orders; END;
CALL remove_all();
-- expect: MIG034 info
-- message: the procedure that this calls is not looked at
CALL of_an_extension();
