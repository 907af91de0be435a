-- The statements of refinery 0.8 (refinery_core/src/traits), and the rows of V1__a.sql and V2__b.sql.
CREATE TABLE IF NOT EXISTS refinery_schema_history(
             version INT4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
INSERT INTO refinery_schema_history VALUES (1, 'a', '2024-01-02T03:04:05.123456789Z', '123');
INSERT INTO refinery_schema_history VALUES (2, 'b', '2024-01-02T03:04:06Z', '456');
