CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();
-- expect: MIG024
-- message: while the transaction holds SHARE ROW EXCLUSIVE on public.users, taken in line 1: writes of it wait until all is done
SELECT count(*) FROM orders;
