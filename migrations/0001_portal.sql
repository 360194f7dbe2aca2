-- The portal's state: people, datasets, submissions, versions, jobs, the audit trail and the change feed.
-- Portable text: the same statements run on SQLite and PostgreSQL. Times are microseconds UTC, flags 0/1, JSON is text.

create table account (
    id text not null primary key,
    name text not null unique,
    display_name text not null,
    email text,
    password_hash text,
    session_epoch bigint not null default 0,
    disabled_at bigint,
    created_at bigint not null
);

create table organization (
    id text not null primary key,
    name text not null unique,
    title text not null,
    abbreviation text not null,
    kind text not null,
    description text not null default '',
    affairs text not null default '',
    contact text not null default '',
    endorsement bigint not null default 0 check (endorsement in (0, 1)),
    archived_at bigint,
    created_at bigint not null
);

create table role_grant (
    id text not null primary key,
    account_id text not null references account (id),
    organization_id text references organization (id),
    role text not null check (role in ('producer', 'endorser', 'steward', 'engineer', 'head_of_division', 'head', 'data_authority', 'admin')),
    granted_at bigint not null
);
create index role_grant_account on role_grant (account_id);
create index role_grant_organization on role_grant (organization_id);

create table invitation (
    id text not null primary key,
    account_id text references account (id),
    purpose text not null check (purpose in ('invite', 'reset', 'first_admin')),
    secret_hash text not null unique,
    expires_at bigint not null,
    used_at bigint,
    created_at bigint not null
);
create index invitation_account on invitation (account_id);

create table session (
    id_hash text not null primary key,
    account_id text references account (id),
    data text not null,
    expires_at bigint not null
);
create index session_account on session (account_id);
create index session_expires on session (expires_at);

create table api_token (
    id text not null primary key,
    account_id text not null references account (id),
    name text not null,
    secret_hash text not null unique,
    scopes text not null,
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint,
    created_at bigint not null
);
create index api_token_account on api_token (account_id);

create table topic (
    id text not null primary key,
    name text not null unique,
    title text not null,
    code text not null default '',
    description text not null default '',
    archived_at bigint,
    created_at bigint not null
);

create table dataset (
    id text not null primary key,
    name text not null unique,
    organization_id text not null references organization (id),
    state text not null check (state in ('active', 'archived')),
    title text not null,
    title_fold text not null,
    description text not null default '',
    metadata text not null,
    frequency text not null default '',
    licence text not null default '',
    openness text not null check (openness in ('open', 'restricted', 'exempt')),
    period text not null default '',
    formats text not null default '',
    row_count bigint not null default 0,
    version_id text,
    version_number bigint,
    first_released_at bigint,
    released_at bigint,
    created_by text not null references account (id),
    created_at bigint not null
);
create index dataset_organization on dataset (organization_id);
create index dataset_released on dataset (released_at);
create index dataset_created_by on dataset (created_by);

create table dataset_topic (
    dataset_id text not null references dataset (id),
    topic_id text not null references topic (id),
    primary key (dataset_id, topic_id)
);
create index dataset_topic_topic on dataset_topic (topic_id);

create table dataset_redirect (
    name text not null primary key,
    dataset_id text not null references dataset (id),
    created_at bigint not null
);
create index dataset_redirect_dataset on dataset_redirect (dataset_id);

create table blob (
    sha256 text not null primary key,
    size_bytes bigint not null,
    created_at bigint not null
);

create table submission (
    id text not null primary key,
    number text not null unique,
    dataset_id text not null references dataset (id),
    organization_id text not null references organization (id),
    author_id text not null references account (id),
    kind text not null check (kind in ('new', 'replace', 'append', 'correct', 'metadata')),
    state text not null check (state in ('draft', 'checking', 'awaiting_endorsement', 'submitted', 'in_review', 'awaiting_authority', 'approved', 'scheduled', 'released', 'returned', 'rejected', 'cancelled')),
    state_at bigint not null,
    metadata text not null,
    base_version_id text,
    revision bigint not null default 0,
    content_hash text not null default '',
    change_summary text not null default '{}',
    claimed_by text references account (id),
    claimed_at bigint,
    decided_by text references account (id),
    decided_at bigint,
    decided_role text,
    publish_at bigint,
    submitted_at bigint,
    due_at bigint,
    version_id text,
    explanation text not null default '',
    created_at bigint not null,
    updated_at bigint not null
);
create index submission_dataset on submission (dataset_id);
create index submission_organization on submission (organization_id);
create index submission_author on submission (author_id);
create index submission_state on submission (state, due_at);
create index submission_claimed on submission (claimed_by);
create index submission_decided on submission (decided_by);

create table submission_file (
    id text not null primary key,
    submission_id text not null references submission (id),
    ordinal bigint not null,
    resource_id text not null,
    name text not null,
    description text not null default '',
    file_name text not null,
    blob text not null references blob (sha256),
    size_bytes bigint not null,
    reading text not null default '{}',
    state text not null check (state in ('queued', 'running', 'done', 'failed')),
    format text not null default '',
    report_blob text references blob (sha256),
    table_blob text references blob (sha256),
    result_blob text references blob (sha256),
    row_count bigint not null default 0,
    result_row_count bigint not null default 0,
    difference_blob text references blob (sha256),
    blocking_count bigint not null default 0,
    warning_count bigint not null default 0,
    info_count bigint not null default 0,
    inspected_at bigint,
    created_at bigint not null
);
create index submission_file_submission on submission_file (submission_id);
create index submission_file_blob on submission_file (blob);
create index submission_file_report on submission_file (report_blob);
create index submission_file_table on submission_file (table_blob);
create index submission_file_result on submission_file (result_blob);
create index submission_file_difference on submission_file (difference_blob);

create table submission_contributor (
    submission_id text not null references submission (id),
    account_id text not null references account (id),
    primary key (submission_id, account_id)
);
create index submission_contributor_account on submission_contributor (account_id);

create table submission_note (
    id text not null primary key,
    submission_id text not null references submission (id),
    account_id text references account (id),
    kind text not null check (kind in ('comment', 'transition')),
    action text not null default '',
    place text not null default '',
    body text not null,
    created_at bigint not null
);
create index submission_note_submission on submission_note (submission_id, created_at);
create index submission_note_account on submission_note (account_id);

create table version (
    id text not null primary key,
    dataset_id text not null references dataset (id),
    number bigint not null,
    state text not null check (state in ('published', 'superseded', 'withdrawn', 'purged')),
    kind text not null check (kind in ('new', 'replace', 'append', 'correct', 'metadata')),
    submission_id text not null references submission (id),
    metadata text not null,
    period text not null default '',
    release_note text not null default '',
    change_summary text not null default '{}',
    manifest_blob text not null references blob (sha256),
    released_at bigint not null,
    withdrawn_at bigint,
    withdrawn_reason text,
    unique (dataset_id, number)
);
create index version_submission on version (submission_id);
create index version_manifest on version (manifest_blob);

create table resource (
    id text not null primary key,
    dataset_id text not null references dataset (id),
    created_at bigint not null
);
create index resource_dataset on resource (dataset_id);

create table version_resource (
    version_id text not null references version (id),
    resource_id text not null references resource (id),
    ordinal bigint not null,
    name text not null,
    description text not null default '',
    file_name text not null,
    format text not null,
    original_blob text not null references blob (sha256),
    original_size bigint not null,
    table_blob text references blob (sha256),
    table_size bigint not null default 0,
    row_count bigint not null default 0,
    report_blob text references blob (sha256),
    primary key (version_id, resource_id)
);
create index version_resource_resource on version_resource (resource_id);
create index version_resource_original on version_resource (original_blob);
create index version_resource_table on version_resource (table_blob);
create index version_resource_report on version_resource (report_blob);

create table usage_day (
    dataset_id text not null references dataset (id),
    resource_id text not null default '',
    day text not null,
    views bigint not null default 0,
    downloads bigint not null default 0,
    primary key (dataset_id, resource_id, day)
);

create table job (
    id text not null primary key,
    kind text not null,
    payload text not null,
    state text not null check (state in ('queued', 'running', 'done', 'failed')),
    dedupe text unique,
    run_at bigint not null,
    lease_until bigint,
    attempts bigint not null default 0,
    last_error text,
    created_at bigint not null,
    finished_at bigint
);
create index job_due on job (state, run_at);

create table counter (
    name text not null primary key,
    value bigint not null,
    hash text not null default ''
);
insert into counter (name, value, hash) values ('journal', 0, '');

create table audit_event (
    sequence bigint not null primary key,
    at bigint not null,
    actor_id text,
    actor_role text not null default '',
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    detail text not null,
    previous_hash text not null,
    hash text not null
);
create index audit_event_subject on audit_event (subject_kind, subject_id);

create table change (
    sequence bigint not null primary key,
    at bigint not null,
    kind text not null check (kind in ('released', 'withdrawn', 'restored', 'catalog')),
    dataset_id text not null references dataset (id),
    version_id text
);
create index change_dataset on change (dataset_id);

create table idempotency (
    key text not null primary key,
    account_id text not null references account (id),
    outcome text not null,
    created_at bigint not null
);
create index idempotency_account on idempotency (account_id);
create index idempotency_created on idempotency (created_at);
