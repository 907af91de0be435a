CREATE TABLE users (id bigint, email text);
CREATE EXTENSION "uuid-ossp";
-- migration:
-- expect: MIG002
-- message: its default calls uuid_generate_v4, which no earlier migration shows and is assumed to be VOLATILE
-- help: if it is STABLE or IMMUTABLE, show its definition with --schema
ALTER TABLE users ADD COLUMN token uuid DEFAULT uuid_generate_v4();
