CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE events (id bigint);
TRUNCATE events;
