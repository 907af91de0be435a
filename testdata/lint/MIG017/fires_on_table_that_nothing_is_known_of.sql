-- options: no-history
-- expect: MIG017
TRUNCATE events;
