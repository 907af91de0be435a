CREATE TABLE events (at date NOT NULL, amount int) PARTITION BY RANGE (at);
-- migration:
ALTER TABLE events ADD CONSTRAINT events_amount CHECK (amount > 0);
-- expect: none
