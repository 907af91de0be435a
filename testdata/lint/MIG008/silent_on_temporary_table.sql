CREATE TEMPORARY TABLE wanted (id bigint);
LOCK TABLE wanted;
-- expect: none
