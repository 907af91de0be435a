CREATE TABLE users (id bigint);
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
ALTER TABLE users ADD COLUMN number serial;
-- expect: none
