CREATE TABLE events (at date NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at);
-- migration:
-- expect: none
ALTER TABLE events ADD UNIQUE (id, at);
