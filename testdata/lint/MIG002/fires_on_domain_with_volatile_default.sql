CREATE TABLE users (id bigint, email text);
CREATE DOMAIN token AS uuid DEFAULT gen_random_uuid();
-- migration:
-- expect: MIG002
-- message: its default calls gen_random_uuid, which is VOLATILE
ALTER TABLE users ADD COLUMN secret token;
