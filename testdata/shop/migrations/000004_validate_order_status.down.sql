-- A validated constraint has no way back, and needs none.
SELECT 1;
