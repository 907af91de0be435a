-- options: no-history
-- expect: MIG029
ALTER TABLE users REPLICA IDENTITY NOTHING;
