-- products.updated_at follows every change.
CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $touch$
BEGIN
  -- A semicolon; inside the body, and a '$$' too.
  NEW.updated_at := now();
  RETURN NEW;
END
$touch$;

CREATE TRIGGER products_touch BEFORE UPDATE ON products
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
