CREATE UNLOGGED TABLE cache (key text);
-- migration:
-- expect: MIG002
ALTER TABLE cache ADD COLUMN number serial;
