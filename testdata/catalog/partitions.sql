-- Partitions of partitions: columns, keys, indexes, foreign keys and triggers that come with the parent.
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE events (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tenant_id int NOT NULL REFERENCES tenants ON DELETE CASCADE,
  at timestamptz NOT NULL,
  kind text DEFAULT 'x' CHECK (kind <> ''),
  PRIMARY KEY (tenant_id, at, id)
) PARTITION BY RANGE (at);
CREATE INDEX ON events (kind);
CREATE UNIQUE INDEX events_unique ON events (at, tenant_id, kind);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events (kind NOT NULL, CONSTRAINT own CHECK (tenant_id > 0))
  FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (tenant_id);
CREATE TABLE events_2026_1 PARTITION OF events_2026 FOR VALUES IN (1);
CREATE TABLE events_2026_rest PARTITION OF events_2026 DEFAULT;
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX ON events (tenant_id, kind);
CREATE INDEX ON events (lower(kind), (tenant_id + 1)) WHERE tenant_id > 5;
CREATE INDEX events_only ON ONLY events (id);
CREATE INDEX events_2025_only ON events_2025 (id);
ALTER INDEX events_only ATTACH PARTITION events_2025_only;
ALTER TABLE events ADD COLUMN note text, ADD COLUMN size int DEFAULT 0 CHECK (size >= 0);
ALTER TABLE events ADD UNIQUE (at, tenant_id, size);
ALTER TABLE events ADD CONSTRAINT sized CHECK (size < 100);
ALTER TABLE events ADD FOREIGN KEY (size) REFERENCES tenants;
ALTER TABLE events ADD FOREIGN KEY (size) REFERENCES tenants ON UPDATE SET NULL;

-- What is attached keeps what it has, and gets what it has not.
CREATE TABLE events_2027 (
  id bigint NOT NULL, tenant_id int NOT NULL, at timestamptz NOT NULL, kind text CHECK (kind <> ''), note text, size int,
  CONSTRAINT sized CHECK (size < 100), CONSTRAINT events_size_check CHECK (size >= 0),
  CONSTRAINT events_kind_check CHECK (kind <> ''),
  CONSTRAINT own_key PRIMARY KEY (tenant_id, at, id),
  CONSTRAINT own_fkey FOREIGN KEY (tenant_id) REFERENCES tenants ON DELETE CASCADE
);
CREATE INDEX own_index ON events_2027 (kind);
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE TABLE plain (id bigint NOT NULL, tenant_id int NOT NULL, at timestamptz NOT NULL, kind text, note text, size int,
  CONSTRAINT sized CHECK (size < 100), CONSTRAINT events_size_check CHECK (size >= 0),
  CONSTRAINT events_kind_check CHECK (kind <> ''));
ALTER TABLE events ATTACH PARTITION plain FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
CREATE TABLE same (id bigint NOT NULL, tenant_id int NOT NULL, at timestamptz NOT NULL, kind text, note text, size int,
  CONSTRAINT sized CHECK (size < 100), CONSTRAINT events_size_check CHECK (size >= 0),
  CONSTRAINT events_kind_check CHECK (kind <> ''),
  CONSTRAINT events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants ON DELETE CASCADE,
  CONSTRAINT events_size_fkey FOREIGN KEY (tenant_id) REFERENCES tenants ON DELETE SET NULL);
ALTER TABLE events ATTACH PARTITION same FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');
ALTER TABLE events DETACH PARTITION events_2025;
ALTER TABLE events DROP CONSTRAINT events_tenant_id_fkey;
ALTER TABLE events DROP CONSTRAINT sized;
ALTER TABLE events DROP COLUMN note;
ALTER TABLE events ALTER COLUMN kind SET NOT NULL;
ALTER TABLE events RENAME COLUMN size TO bytes;
ALTER TABLE events ALTER COLUMN bytes TYPE bigint;
DROP INDEX events_unique;
ALTER TABLE events_2025 RENAME TO events_old;
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (tenant_id);
CREATE TABLE events_2024_0 PARTITION OF events_2024 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
DROP TABLE plain;

CREATE TABLE measured (id int, value int CHECK (value > 0), PRIMARY KEY (id)) PARTITION BY HASH (id);
CREATE TABLE measured_0 PARTITION OF measured FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE measured_1 PARTITION OF measured FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE measured ADD CONSTRAINT known CHECK (value < 10) NOT VALID;
ALTER TABLE measured VALIDATE CONSTRAINT known;
CREATE INDEX ON ONLY measured (value);
CREATE INDEX ON measured_0 (value);
CREATE INDEX ON measured_1 (value);
ALTER INDEX measured_value_idx ATTACH PARTITION measured_0_value_idx;
ALTER INDEX measured_value_idx ATTACH PARTITION measured_1_value_idx;
ALTER TABLE measured RENAME CONSTRAINT known TO bounded;
ALTER TABLE measured RENAME CONSTRAINT measured_pkey TO measured_key;
ALTER INDEX measured_value_idx RENAME TO measured_by_value;
CREATE TABLE numbered (a int, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE numbered_1 PARTITION OF numbered FOR VALUES IN (1);
ALTER TABLE numbered ALTER b ADD GENERATED ALWAYS AS IDENTITY;
CREATE TABLE numbered_2 PARTITION OF numbered FOR VALUES IN (2);
CREATE TABLE unnumbered (a int, b int GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a);
CREATE TABLE unnumbered_1 PARTITION OF unnumbered FOR VALUES IN (1);
ALTER TABLE unnumbered ALTER b DROP IDENTITY;
CREATE TABLE unnumbered_2 PARTITION OF unnumbered FOR VALUES IN (2);
CREATE TABLE dropped (a int PRIMARY KEY, b int) PARTITION BY RANGE (a);
CREATE TABLE dropped_1 PARTITION OF dropped FOR VALUES FROM (1) TO (10);
DROP TABLE dropped;

-- A copy's name is made of the partition's own.
CREATE TABLE a_partitioned_table_with_a_name_that_is_almost_too_long (
  a_column_with_a_long_name_as_well int, b int UNIQUE) PARTITION BY RANGE (b);
CREATE INDEX ON a_partitioned_table_with_a_name_that_is_almost_too_long (a_column_with_a_long_name_as_well, b);
CREATE TABLE a_partition_with_a_name_that_is_almost_too_long_by_itself
  PARTITION OF a_partitioned_table_with_a_name_that_is_almost_too_long FOR VALUES FROM (1) TO (10);

-- Triggers of rows have copies, those of statements none.
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER each_row AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE TRIGGER each_statement AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION nothing();
CREATE TABLE events_2030 PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
