-- expect: MIG016
-- message: dropping database shop loses all that is in it
-- help: drop databases by hand
DROP DATABASE shop;
