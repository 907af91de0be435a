-- options: no-history
-- expect: MIG005
-- message: dropping column fax of public.users loses
ALTER TABLE IF EXISTS users DROP COLUMN IF EXISTS fax;
