CREATE TABLE users (a int, b varchar(20), c text[]);
-- migration:
ALTER TABLE users ALTER a TYPE integer, ALTER b TYPE character varying(20), ALTER c TYPE text[];
-- expect: none
