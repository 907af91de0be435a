-- options: no-history
-- expect: none
ALTER TABLE users DROP CONSTRAINT users_email_key;
