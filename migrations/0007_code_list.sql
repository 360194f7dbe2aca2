-- Code lists of the data authority, which columns of schemas may be bound to. Codes hold for a time: days as YYYY-MM-DD,
-- empty for no beginning or no end. resource_schema_list says which schemas name which lists.

create table code_list (
    id text not null primary key,
    name text not null unique,
    title text not null,
    description text not null default '',
    code_count bigint not null,
    updated_at bigint not null,
    created_at bigint not null
);

create table code_list_code (
    code_list_id text not null references code_list (id),
    code text not null,
    label text not null,
    valid_from text not null default '',
    valid_to text not null default '',
    primary key (code_list_id, code)
);

create table resource_schema_list (
    schema_id text not null references resource_schema (id),
    code_list_id text not null references code_list (id),
    primary key (schema_id, code_list_id)
);
create index resource_schema_list_code_list on resource_schema_list (code_list_id);
