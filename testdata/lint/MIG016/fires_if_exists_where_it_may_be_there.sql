-- options: no-history
-- expect: MIG016
DROP TABLE IF EXISTS orders;
-- expect: MIG016
-- message: dropping this type, which no earlier migration shows, breaks clients that still name it
DROP TYPE IF EXISTS mood;
