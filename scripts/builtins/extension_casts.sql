-- SPDX-License-Identifier: Apache-2.0
-- {source, target}: binary casts from or to a type of an extension that comes with PostgreSQL (extension_types.sql has
-- created them).
SELECT format('{"%s", "%s"},', source.typname, target.typname)
FROM pg_cast
JOIN pg_type AS source ON source.oid = castsource
JOIN pg_type AS target ON target.oid = casttarget
WHERE castmethod = 'b' AND (source.typnamespace <> 'pg_catalog'::regnamespace OR target.typnamespace <> 'pg_catalog'::regnamespace)
ORDER BY source.typname COLLATE "C", target.typname COLLATE "C";
