CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- lockstep: ignore=MIG016 reason="to see MIG025 alone"
-- expect: MIG016 ignored, MIG025 warning
-- message: this transaction holds ACCESS EXCLUSIVE on public.a and ACCESS EXCLUSIVE on public.b, until it ends
DROP TABLE a, b;
