-- options: pg-version=18
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
-- migration:
-- expect: none
ALTER TABLE events ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES users NOT VALID;
