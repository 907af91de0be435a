CREATE EXTENSION citext;
-- migration:
-- expect: MIG016
-- message: dropping an extension with CASCADE takes along every column, default, index and function
-- help: drop it without CASCADE
DROP EXTENSION citext CASCADE;
