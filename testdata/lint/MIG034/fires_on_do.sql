-- expect: MIG034 info
-- message: this DO block is not looked at: no rule knows what it locks, rewrites or drops, nor what later statements find
-- help: write its statements plainly where that is possible
DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$;
