-- The statements of sqlx 0.8 (sqlx-postgres/src/migrate.rs), and the rows of 1_a.sql and 2_b.sql.
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES (1, 'a', '2024-01-02 03:04:05+00', true, '\x00', 12000000);
INSERT INTO _sqlx_migrations VALUES (2, 'b', '2024-01-02 03:04:06+00', true, '\x00', 1500000);
