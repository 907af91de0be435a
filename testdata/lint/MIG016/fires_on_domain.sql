CREATE DOMAIN positive AS int CHECK (VALUE > 0);
-- migration:
-- expect: MIG016
-- message: dropping type positive breaks clients that still name it
DROP DOMAIN positive;
