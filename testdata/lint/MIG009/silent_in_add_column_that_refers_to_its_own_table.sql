-- ADD COLUMN alone takes the same lock.
CREATE TABLE nodes (id bigint PRIMARY KEY);
-- migration:
-- expect: none
ALTER TABLE nodes ADD COLUMN parent_id bigint REFERENCES nodes;
