-- SPDX-License-Identifier: Apache-2.0
-- {source, target, method, context, volatility}. Casts of a type to itself are length coercions: see types.sql.
SELECT format('{"%s", "%s", %s, %s, %s},', source.typname, target.typname,
              CASE castmethod WHEN 'f' THEN 'kFunction' WHEN 'b' THEN 'kBinary' WHEN 'i' THEN 'kInOut' END,
              CASE castcontext WHEN 'i' THEN 'kImplicit' WHEN 'a' THEN 'kAssignment' WHEN 'e' THEN 'kExplicit' END,
              CASE provolatile WHEN 's' THEN 'kStable' WHEN 'v' THEN 'kVolatile' ELSE 'kImmutable' END)
FROM pg_cast
JOIN pg_type AS source ON source.oid = castsource
JOIN pg_type AS target ON target.oid = casttarget
LEFT JOIN pg_proc ON pg_proc.oid = castfunc
WHERE source.typnamespace = 'pg_catalog'::regnamespace AND target.typnamespace = 'pg_catalog'::regnamespace
  AND castsource <> casttarget
ORDER BY source.typname COLLATE "C", target.typname COLLATE "C";
