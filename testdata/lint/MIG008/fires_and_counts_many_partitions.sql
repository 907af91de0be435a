CREATE TABLE events (at int NOT NULL) PARTITION BY LIST (at);
CREATE TABLE e1 PARTITION OF events FOR VALUES IN (1);
CREATE TABLE e2 PARTITION OF events FOR VALUES IN (2);
CREATE TABLE e3 PARTITION OF events FOR VALUES IN (3);
CREATE TABLE e4 PARTITION OF events FOR VALUES IN (4);
CREATE TABLE e5 PARTITION OF events FOR VALUES IN (5);
-- migration:
-- expect: MIG008 warning
-- message: (and on public.e1, public.e2, public.e3 and 2 more, locked along with it)
LOCK TABLE events IN SHARE MODE;
