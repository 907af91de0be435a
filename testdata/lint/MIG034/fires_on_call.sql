-- expect: MIG034 info
-- message: the procedure that this calls is not looked at
CALL fill_orders(100);
