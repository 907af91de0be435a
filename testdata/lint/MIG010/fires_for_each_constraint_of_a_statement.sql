CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG010, MIG010
ALTER TABLE users ADD UNIQUE (email), ADD PRIMARY KEY (id);
