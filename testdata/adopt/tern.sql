-- Made by tern 2.3.4: 001_a, 002_b; pg_dump.
CREATE TABLE public.schema_version (
    version integer NOT NULL
);
INSERT INTO public.schema_version VALUES (2);
