-- expect: MIG032
-- message: REINDEX DATABASE without a name is there from PostgreSQL 16 on
REINDEX DATABASE;
