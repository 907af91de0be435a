CREATE SCHEMA app;
CREATE TABLE app.users (id bigint);
-- migration:
-- expect: MIG016
-- message: dropping schema app breaks clients that still name what is in it; table app.users goes with it
DROP SCHEMA app CASCADE;
