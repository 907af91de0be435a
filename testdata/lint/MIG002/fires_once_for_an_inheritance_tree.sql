CREATE TABLE parent (a int);
CREATE TABLE child () INHERITS (parent);
-- migration:
-- expect: MIG002
ALTER TABLE parent ADD COLUMN token uuid DEFAULT gen_random_uuid();
