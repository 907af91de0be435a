-- expect: none
CREATE TABLE users (id bigint PRIMARY KEY, email text);
ALTER TABLE users ADD UNIQUE (email);
