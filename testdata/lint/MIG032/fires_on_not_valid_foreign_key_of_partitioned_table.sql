CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
-- migration:
-- expect: MIG032
-- message: cannot add NOT VALID foreign key on partitioned table "events" referencing relation "users" (42809)
ALTER TABLE events ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES users NOT VALID;
