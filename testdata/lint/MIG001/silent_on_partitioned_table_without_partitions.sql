CREATE TABLE events (at timestamptz NOT NULL, account_id bigint) PARTITION BY RANGE (at);
-- migration:
CREATE INDEX ON events (account_id);
-- expect: none
