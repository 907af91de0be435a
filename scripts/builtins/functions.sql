-- SPDX-License-Identifier: Apache-2.0
-- {name, fewest arguments, most arguments}, one file for each volatility: of the overloads that take a number of
-- arguments, the worst one counts. Functions that take `internal` are left out: SQL cannot call them.
WITH overload AS (
  SELECT proname, array_position('{i,s,v}', provolatile) AS volatility, pronargs - pronargdefaults AS fewest,
         CASE WHEN provariadic <> 0 THEN current_setting('max_function_args')::int ELSE pronargs END AS most
  FROM pg_proc
  WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p' AND NOT 'internal'::regtype = ANY (proargtypes)
), by_count AS (
  SELECT proname, arguments, max(volatility) AS volatility
  FROM overload, generate_series(fewest, most) AS arguments
  GROUP BY proname, arguments
), numbered AS (
  SELECT *, arguments - row_number() OVER (PARTITION BY proname, volatility ORDER BY arguments) AS run
  FROM by_count
)
SELECT format('{"%s", %s, %s},', proname, min(arguments), max(arguments))
FROM numbered
WHERE ('{immutable,stable,volatile}'::text[])[volatility] = :'volatility'
GROUP BY proname, volatility, run
ORDER BY proname COLLATE "C", min(arguments);
