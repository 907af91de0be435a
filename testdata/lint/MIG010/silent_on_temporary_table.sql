-- expect: none
CREATE TEMP TABLE users (id bigint PRIMARY KEY, email text);
ALTER TABLE users ADD UNIQUE (email);
