-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
ALTER TABLE users ADD COLUMN email_lower text GENERATED ALWAYS AS (lower(email)) VIRTUAL;
ALTER TABLE users ADD COLUMN email_upper text GENERATED ALWAYS AS (upper(email));
-- expect: none
