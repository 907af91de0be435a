-- options: pg-version=18
CREATE TABLE orders (id bigint);
ALTER TABLE orders ADD CONSTRAINT id_there NOT NULL id NOT VALID;
-- migration:
-- expect: MIG032
-- message: cannot create primary key on column "id" (55000)
ALTER TABLE orders ADD PRIMARY KEY (id);
