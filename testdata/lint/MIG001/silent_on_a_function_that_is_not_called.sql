CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: none
CREATE FUNCTION add_index() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX ON orders (total); END $$;
CREATE FUNCTION of_orders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM add_index(); RETURN NEW; END $$;
CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION of_orders();
