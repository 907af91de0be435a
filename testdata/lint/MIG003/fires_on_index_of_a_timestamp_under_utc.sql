-- options: timezone=UTC
CREATE TABLE events (at timestamp);
CREATE INDEX events_at_idx ON events (at);
-- migration:
-- expect: MIG003
-- message: changing the type of column at rewrites no row, but builds index events_at_idx of public.events again under ACCESS EXCLUSIVE, so that reads and writes wait
-- help: drop the index first (DROP INDEX CONCURRENTLY), and build it again concurrently afterwards
-- effect: ACCESS EXCLUSIVE on public.events (blocks reads and writes); table scan; index build
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
