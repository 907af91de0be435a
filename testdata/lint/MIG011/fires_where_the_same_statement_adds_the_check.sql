CREATE TABLE users (id bigint, email text);
-- migration:
-- The CHECK reads the table as well.
-- expect: MIG004, MIG011
-- message: CHECK k, which the same statement adds, comes too late as a proof
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS NOT NULL), ALTER COLUMN email SET NOT NULL;
