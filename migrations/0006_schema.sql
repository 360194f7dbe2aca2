-- The rules of a table (Table Schema, JSON): the first are inferred at its first release, later ones are set by people.
-- Nothing is overwritten; a version names the schema that was in force when it was released, and a submission's file the
-- one that it was inspected under.

create table resource_schema (
    id text not null primary key,
    resource_id text not null references resource (id),
    number bigint not null,
    origin text not null check (origin in ('inferred', 'set')),
    schema text not null,
    set_by text references account (id),
    created_at bigint not null,
    unique (resource_id, number)
);
create index resource_schema_set_by on resource_schema (set_by);
alter table version_resource add column schema_id text references resource_schema (id);
create index version_resource_schema on version_resource (schema_id);
alter table submission_file add column schema_id text;
