CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TABLE events (id bigint);
TRUNCATE events;
