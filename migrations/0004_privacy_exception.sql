-- A producer may ask that a personal datum be published, with a reason; a steward grants it on a legal ground, for these
-- cells of this file only, or refuses. personal_count: findings of this kind that still block a file.
create table privacy_exception (
    id text not null primary key,
    submission_id text not null references submission (id),
    dataset_id text not null references dataset (id),
    blob text not null references blob (sha256),
    finding text not null,
    place text not null,
    kind text not null,
    cell_count bigint not null,
    state text not null check (state in ('asked', 'granted', 'refused')),
    reason text not null,
    asked_by text not null references account (id),
    asked_at bigint not null,
    answer text not null default '',
    decided_by text references account (id),
    decided_at bigint
);
create index privacy_exception_submission on privacy_exception (submission_id, state);
create index privacy_exception_dataset on privacy_exception (dataset_id, blob);
create index privacy_exception_blob on privacy_exception (blob);
create index privacy_exception_asked on privacy_exception (asked_by);
create index privacy_exception_decided on privacy_exception (decided_by);
alter table submission_file add column personal_count bigint not null default 0;
