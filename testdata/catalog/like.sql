-- LIKE: columns always, the rest by option.
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE other (id int PRIMARY KEY);
CREATE TABLE source (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number serial,
  name text NOT NULL DEFAULT 'x',
  mood mood DEFAULT 'ok',
  other_id int REFERENCES other,
  twice int GENERATED ALWAYS AS (other_id * 2) STORED,
  during tsrange,
  CONSTRAINT positive CHECK (other_id > 0),
  CHECK (name <> ''),
  UNIQUE (name, mood),
  CONSTRAINT given UNIQUE (other_id) INCLUDE (name),
  EXCLUDE USING gist (during WITH &&)
);
CREATE INDEX source_by_name ON source (lower(name)) WHERE mood = 'ok';
CREATE INDEX ON source (other_id, name);
CREATE UNIQUE INDEX source_u ON source (twice);
CREATE STATISTICS of_source ON name, mood FROM source;
CREATE TABLE plain (LIKE source);
CREATE TABLE everything (LIKE source INCLUDING ALL);
CREATE TABLE with_defaults (LIKE source INCLUDING DEFAULTS);
CREATE TABLE with_indexes (LIKE source INCLUDING INDEXES);
CREATE TABLE with_constraints (LIKE source INCLUDING CONSTRAINTS, extra int CHECK (extra > 0));
CREATE TABLE with_identity (a int, LIKE source INCLUDING IDENTITY, b int);
CREATE TABLE with_generated (LIKE source INCLUDING GENERATED);
CREATE TABLE without_indexes (LIKE source INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS, PRIMARY KEY (number));
CREATE TABLE of_two (LIKE other INCLUDING ALL, more int, UNIQUE (more));
CREATE VIEW seen AS SELECT id, name, mood FROM source;
CREATE TABLE of_view (LIKE seen);
CREATE TABLE again (LIKE everything INCLUDING ALL);
