CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002, MIG002
-- message: adding column b rewrites
-- message: adding column "D" rewrites
-- at: b uuid DEFAULT gen_random_uuid()
-- at: "D" serial
ALTER TABLE users ADD COLUMN a int DEFAULT 1,
  ADD b uuid DEFAULT gen_random_uuid(),
  ADD COLUMN c int,
  ADD COLUMN "D" serial;
