-- options: no-history
-- expect: MIG031
-- message: domain price is not known, and assumed to be one that tables use: the constraint is verified against every row of all of them under SHARE
-- help: or show with --schema that no table uses the domain
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
