-- options: no-history
-- expect: MIG003
-- message: the type it has is not known, so that a change to text is assumed to be one
-- help: show the column's definition with --schema; if the change does rewrite: add a new column
ALTER TABLE orders ALTER COLUMN note TYPE text;
