CREATE TABLE nodes (id bigint PRIMARY KEY, parent_id bigint);
-- migration:
-- expect: MIG009
-- message: every row of public.nodes while the statement holds SHARE ROW EXCLUSIVE on public.nodes: writes wait
ALTER TABLE nodes ADD CONSTRAINT nodes_parent FOREIGN KEY (parent_id) REFERENCES nodes (id);
