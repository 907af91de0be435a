-- options: no-history
-- expect: MIG010
ALTER TABLE users ADD CONSTRAINT users_email_unique UNIQUE (email);
