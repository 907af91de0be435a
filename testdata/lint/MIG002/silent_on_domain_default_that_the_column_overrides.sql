CREATE TABLE users (id bigint, email text);
CREATE DOMAIN token AS uuid DEFAULT gen_random_uuid();
-- migration:
ALTER TABLE users ADD COLUMN secret token DEFAULT NULL;
-- expect: none
