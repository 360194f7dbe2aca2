-- Uploads that arrive over several requests (tus 1.0): what of each is durable, and who is writing it. Their bytes lie
-- in the store below uploads/; a row goes when they do.

create table upload (
    id text not null primary key,
    account_id text not null references account (id),
    state text not null check (state in ('receiving', 'complete', 'used', 'gone')),
    metadata text not null default '',
    size_bytes bigint not null,
    received_bytes bigint not null default 0,
    hash_state text not null default '',
    sha256 text not null default '',
    multipart text not null default '',
    rest text not null default '',
    writer text not null default '',
    writer_until bigint not null default 0,
    submission_id text references submission (id),
    expires_at bigint not null,
    created_at bigint not null
);
create index upload_account on upload (account_id);
create index upload_submission on upload (submission_id);
create index upload_expires on upload (expires_at);

-- The parts that a store with multipart uploads has taken in, by the names that it gave them.
create table upload_part (
    upload_id text not null references upload (id),
    ordinal bigint not null,
    part text not null,
    primary key (upload_id, ordinal)
);
