-- options: disable=MIG016
CREATE TABLE events (id bigint);
CREATE TABLE more () INHERITS (events);
-- migration:
-- expect: none
DROP TABLE more;
