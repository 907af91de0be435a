CREATE TEMPORARY TABLE wanted (price numeric);
ALTER TABLE wanted ADD CHECK (price > 0);
-- expect: none
