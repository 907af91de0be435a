CREATE TABLE plans (price numeric);
-- migration:
-- lockstep: ignore=MIG004 reason="plans has five rows"
-- expect: MIG004 ignored
ALTER TABLE plans ADD CHECK (price > 0);
