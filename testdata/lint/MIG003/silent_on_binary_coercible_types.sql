CREATE TABLE hosts (network cidr, number int, document xml);
-- migration:
ALTER TABLE hosts
  ALTER COLUMN network TYPE inet,
  ALTER COLUMN number TYPE oid,
  ALTER COLUMN document TYPE text;
-- expect: none
