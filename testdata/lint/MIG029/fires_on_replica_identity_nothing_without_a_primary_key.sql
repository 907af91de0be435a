-- Not even one that is added later would count.
CREATE TABLE users (id bigint);
-- migration:
-- expect: MIG029
ALTER TABLE users REPLICA IDENTITY NOTHING;
