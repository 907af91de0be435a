CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG002
-- message: its default calls random, which
ALTER TABLE users ADD COLUMN a text DEFAULT 'x-' || substr(md5(random()::text), 1, 8);
-- expect: MIG002
ALTER TABLE users ADD COLUMN b timestamptz DEFAULT coalesce(NULL, now() - random() * interval '1 day');
-- expect: MIG002
ALTER TABLE users ADD COLUMN c int DEFAULT CASE WHEN random() > 0.5 THEN 1 ELSE 2 END;
-- expect: MIG002
ALTER TABLE users ADD COLUMN d float[] DEFAULT ARRAY[random(), 1];
