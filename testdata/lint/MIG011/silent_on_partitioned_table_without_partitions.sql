CREATE TABLE events (at date NOT NULL, id bigint) PARTITION BY RANGE (at);
-- migration:
-- expect: none
ALTER TABLE events ALTER COLUMN id SET NOT NULL;
