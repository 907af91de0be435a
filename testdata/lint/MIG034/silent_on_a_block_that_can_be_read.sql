-- expect: none
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('sad'); END IF;
  EXECUTE format('CREATE TABLE %I (id int)', 'orders');
END $$;
