CREATE TYPE source AS ENUM ('api', 'review');
CREATE TABLE scores (id int, source source);
-- migration:
ALTER TYPE source RENAME TO source_old;
CREATE TYPE source AS ENUM ('api');
-- expect: MIG003
ALTER TABLE scores ALTER COLUMN source TYPE source USING source::text::source;
DROP TYPE source_old;
