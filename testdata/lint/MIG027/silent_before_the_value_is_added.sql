CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE words (word text);
-- migration:
-- expect: none
INSERT INTO words VALUES ('happy');
ALTER TYPE mood ADD VALUE 'happy';
