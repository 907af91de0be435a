CREATE TABLE users (id bigint, CONSTRAINT k CHECK (id > 0));
-- migration:
-- expect: MIG011
-- message: PostgreSQL does not take CHECK k for a proof that there are no nulls
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
