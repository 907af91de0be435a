CREATE TABLE users (id bigint, email text);
ALTER TABLE users ADD CONSTRAINT k CHECK (email IS NOT NULL) NOT VALID;
-- migration:
-- expect: MIG011
-- message: CHECK k would prove that there are no nulls, but is NOT VALID
-- help: VALIDATE CONSTRAINT k in a migration of its own before
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
