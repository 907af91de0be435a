-- SPDX-License-Identifier: Apache-2.0
-- {name, volatility}: the worst among the operators of that name.
SELECT format('{"%s", %s},', oprname,
              ('{kImmutable,kStable,kVolatile}'::text[])[max(array_position('{i,s,v}', provolatile))])
FROM pg_operator
JOIN pg_proc ON pg_proc.oid = oprcode
WHERE oprnamespace = 'pg_catalog'::regnamespace
GROUP BY oprname
ORDER BY oprname COLLATE "C";
