-- options: no-history
-- expect: MIG026 warning
UPDATE orders SET total = 0;
