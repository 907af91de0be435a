-- options: no-history
-- expect: MIG002
-- message: rewrites public.users with
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();
