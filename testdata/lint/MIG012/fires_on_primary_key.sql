CREATE TABLE users (id bigint, email text);
-- migration:
-- Its index is built under the lock, too.
-- expect: MIG010, MIG012
ALTER TABLE users ADD COLUMN key int PRIMARY KEY;
