CREATE TABLE users (id bigint);
ALTER TABLE users REPLICA IDENTITY FULL;
-- migration:
-- expect: MIG029
-- message: since it goes by a primary key, which the table does not have
ALTER TABLE users REPLICA IDENTITY DEFAULT;
