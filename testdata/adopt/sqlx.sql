-- The statements of sqlx 0.8 (sqlx-postgres/src/migrate.rs), and the rows of 1_a.sql, which is «SELECT 1;», and 2_b.sql, which is
-- «SELECT 2;».
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES (1, 'a', '2024-01-02 03:04:05+00', true, '\x26e71cc37450b183fb5bb72ec4f644ed27de1b55fad3d4d6cfb0ca0d71f42ca990911d74649814105a190325e15d2092', 12000000);
INSERT INTO _sqlx_migrations VALUES (2, 'b', '2024-01-02 03:04:06+00', true, '\x8d0f5fd04a6a06f91a39dc080b4f5087ef3b41a3cc654a6a20f84d7f90e2e20aefa0fbe122f2f209598c01747c12fb15', 1500000);
