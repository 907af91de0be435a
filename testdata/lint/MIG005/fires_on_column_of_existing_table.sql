CREATE TABLE users (id bigint, fax text);
-- migration:
-- expect: MIG005
-- message: dropping column fax of public.users loses its data and breaks clients that still name it
-- help: deploy clients that no longer use the column first; then drop it, with a directive that says so
-- effect: ACCESS EXCLUSIVE on public.users (blocks reads and writes)
ALTER TABLE users DROP COLUMN fax;
