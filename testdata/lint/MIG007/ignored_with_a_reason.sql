CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
-- lockstep: ignore=MIG007 reason="the runner resumes the file where it stopped"
-- expect: MIG007 ignored
CREATE INDEX CONCURRENTLY ON orders (customer_id);
