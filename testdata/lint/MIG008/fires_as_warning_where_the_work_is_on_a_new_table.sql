CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- expect: MIG008 warning
LOCK TABLE accounts IN SHARE MODE;
CREATE TABLE copies (id bigint);
UPDATE copies SET id = 1;
