CREATE TABLE plans (price numeric);
-- migration:
-- lockstep: ignore=MIG004
-- expect: MIG000, MIG004
ALTER TABLE plans ADD CHECK (price > 0);
