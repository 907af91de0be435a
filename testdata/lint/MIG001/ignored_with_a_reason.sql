CREATE TABLE plans (id bigint, name text);
-- migration:
-- lockstep: ignore=MIG001 reason="plans has five rows"
-- expect: MIG001 ignored
CREATE INDEX ON plans (name);
-- expect: MIG001
CREATE INDEX ON plans (id);
