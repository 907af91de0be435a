CREATE SCHEMA app;
-- migration:
-- expect: MIG015
-- message: renaming schema app to shop breaks every client that names what is in it
-- help: create the new schema
ALTER SCHEMA app RENAME TO shop;
