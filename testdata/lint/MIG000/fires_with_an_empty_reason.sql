-- expect: MIG000
-- message: an ignore directive with an empty reason
-- at: -- migration-lint: ignore=MIG005 reason="  "
-- migration-lint: ignore=MIG005 reason="  "
SELECT 1;
