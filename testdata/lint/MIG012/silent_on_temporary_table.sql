-- expect: none
CREATE TEMP TABLE users (id bigint);
ALTER TABLE users ADD COLUMN logins int NOT NULL;
