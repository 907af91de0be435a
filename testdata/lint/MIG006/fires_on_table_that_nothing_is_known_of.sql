-- options: no-history disable=MIG025
-- expect: MIG006
-- message: renaming column name of public.customers to full_name
ALTER TABLE customers RENAME COLUMN name TO full_name;
-- expect: MIG006
ALTER VIEW names RENAME COLUMN name TO full_name;
