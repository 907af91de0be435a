-- options: pg-version=18
CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG010
-- help: prove its columns NOT NULL (ADD CONSTRAINT … NOT NULL … NOT VALID, VALIDATE CONSTRAINT)
ALTER TABLE users ADD PRIMARY KEY (id);
