CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: none
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
