CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
LOCK TABLE accounts IN ACCESS SHARE MODE;
LOCK TABLE accounts IN ROW SHARE MODE;
-- expect: none
