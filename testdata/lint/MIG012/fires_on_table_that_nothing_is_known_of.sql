-- options: no-history
-- expect: MIG012
ALTER TABLE users ADD COLUMN logins int NOT NULL;
