-- expect: none
CREATE TABLE users (id bigint);
ALTER TABLE users ADD COLUMN logins int NOT NULL;
