-- expect: none
CREATE FUNCTION answer() RETURNS int LANGUAGE sql RETURN 42;
SELECT answer();
