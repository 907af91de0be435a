-- options: no-history
-- expect: MIG018
-- message: that it is UNLOGGED now is assumed, since no earlier migration shows it (--schema does)
ALTER TABLE orders SET LOGGED;
