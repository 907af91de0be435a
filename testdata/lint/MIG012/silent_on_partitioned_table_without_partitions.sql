CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
-- migration:
-- expect: none
ALTER TABLE events ADD COLUMN id bigint NOT NULL;
