CREATE TABLE "Users" (id bigint);
-- migration:
CREATE TABLE users (id bigint);
CREATE INDEX ON USERS (id);
CREATE INDEX ON "users" (id);
-- expect: MIG001
-- message: SHARE lock on public."Users"
CREATE INDEX ON "Users" (id);
