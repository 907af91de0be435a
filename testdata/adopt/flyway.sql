-- Made by Flyway 11.8.2: V1__a (CREATE TABLE a (id int);), V1.1__b (CREATE TABLE b (id int);), R__v;
-- pg_dump.
CREATE TABLE public.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
INSERT INTO public.flyway_schema_history VALUES (1, '1', 'a', 'SQL', 'V1__a.sql', -623083431, 'postgres', '2026-11-26 15:45:40.100861', 73, true);
INSERT INTO public.flyway_schema_history VALUES (2, '1.1', 'b', 'SQL', 'V1.1__b.sql', 1128195672, 'postgres', '2026-11-26 15:45:40.545093', 47, true);
INSERT INTO public.flyway_schema_history VALUES (3, NULL, 'v', 'SQL', 'R__v.sql', -883864728, 'postgres', '2026-11-26 15:45:40.726656', 51, true);
ALTER TABLE ONLY public.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history USING btree (success);
