-- expect: MIG034 info
-- message: this is not looked at, as its text is put together when it runs: no rule knows what it locks, rewrites or drops, nor what later statements find
-- help: write its statements plainly where that is possible
-- at: format('DROP TABLE %I.orders', current_schema())
DO $$ BEGIN EXECUTE format('DROP TABLE %I.orders', current_schema()); END $$;
-- expect: MIG034 info
-- message: it is in another language than PL/pgSQL
DO LANGUAGE plpython3u 'pass';
-- expect: MIG034 info
-- message: its PL/pgSQL cannot be read: unexpected end
DO $$ BEGIN SELECT FROM END $$;
-- expect: MIG034 info
-- message: the procedure that this calls is not looked at
DO $$ BEGIN CALL fill_orders(100); END $$;
