CREATE TABLE accounts (id bigint);
LOCK TABLE accounts;
-- expect: none
