-- expect: none
SELECT 1;
COMMIT;
