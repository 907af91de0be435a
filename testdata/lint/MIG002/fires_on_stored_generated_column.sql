CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
-- message: a STORED generated column is computed for each row
-- help: add a plain column, keep it by a trigger and fill it in batches
ALTER TABLE users ADD COLUMN email_lower text GENERATED ALWAYS AS (lower(email)) STORED;
