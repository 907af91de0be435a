-- expect: MIG016
-- message: DROP OWNED drops everything in this database that the role owns
-- help: REASSIGN OWNED to another role first
DROP OWNED BY app;
