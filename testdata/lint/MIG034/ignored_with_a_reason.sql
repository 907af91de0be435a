-- lockstep: ignore=MIG034 reason="grants rights to roles, locks nothing"
-- expect: MIG034 ignored
DO $$ BEGIN EXECUTE 'GRANT USAGE ON SCHEMA public TO ' || current_user; END $$;
