//! The files of a submission and what the inspection made of them.

use super::{Error, SubmissionId};
use crate::catalog::{DatasetId, ResourceId};
use crate::database::{Tx, clock};
use crate::schema::SchemaId;
use crate::storage::{BlobHash, Stored};
use crate::{id_type, text_enum};
use jiff::Timestamp;

id_type!(
    /// Identifier of a file of a submission.
    FileId
);

text_enum! {
    /// How far the inspection of a file is.
    FileState {
        /// Waits for its turn.
        Queued = "queued",
        /// A child process reads it.
        Running = "running",
        /// There is a report.
        Done = "done",
        /// The portal itself failed; it is tried again on demand.
        Failed = "failed",
    }
}

/// A file of a submission.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct File {
    /// Identifier.
    pub id: FileId,
    /// Its submission.
    pub submission_id: SubmissionId,
    /// Place in the order of files.
    pub ordinal: i64,
    /// The resource that it becomes or updates; stable across versions.
    pub resource_id: ResourceId,
    /// Title of the resource.
    pub name: String,
    /// What the resource holds.
    pub description: String,
    /// The name that the producer's file had, cleaned; shown, never used as a path.
    pub file_name: String,
    /// The bytes as uploaded.
    pub blob: BlobHash,
    /// Their number.
    pub size_bytes: i64,
    /// What the producer overruled of the inspection, as JSON ([`crate::inspection::Reading`]).
    pub reading: String,
    /// How far the inspection is.
    #[sqlx(try_from = "String")]
    pub state: FileState,
    /// Format by content: `CSV`, `XLSX` …
    pub format: String,
    /// The inspection's report.
    pub report_blob: Option<BlobHash>,
    /// The canonical table of this file.
    pub table_blob: Option<BlobHash>,
    /// The table as the public would see it: joined with the published one for `append` and `correct`.
    pub result_blob: Option<BlobHash>,
    /// Rows of the canonical table.
    pub row_count: i64,
    /// Rows of the resulting table.
    pub result_row_count: i64,
    /// The difference between the published table and the resulting one.
    pub difference_blob: Option<BlobHash>,
    /// Findings that block.
    pub blocking_count: i64,
    /// Those of them that are about personal data, and no exception was granted for.
    pub personal_count: i64,
    /// Findings that want an explanation.
    pub warning_count: i64,
    /// Findings that inform.
    pub info_count: i64,
    /// The schema that it was inspected under.
    pub schema_id: Option<SchemaId>,
    /// When it was inspected (microseconds UTC).
    pub inspected_at: Option<i64>,
    /// When the present inspection began (microseconds UTC).
    pub started_at: Option<i64>,
    /// When the producer stopped the inspection (microseconds UTC).
    pub cancelled_at: Option<i64>,
    /// When it arrived (microseconds UTC).
    pub created_at: i64,
}

const SELECT: &str = "select id, submission_id, ordinal, resource_id, name, description, file_name, blob, size_bytes,
    reading, state, format, report_blob, table_blob, result_blob, row_count, result_row_count, difference_blob,
    blocking_count, personal_count, warning_count, info_count, schema_id, inspected_at, started_at, cancelled_at,
    created_at from submission_file";

/// A file that has just arrived.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// Its submission.
    pub submission_id: &'a SubmissionId,
    /// The resource that it becomes or updates.
    pub resource_id: &'a ResourceId,
    /// Title of the resource.
    pub name: &'a str,
    /// What the resource holds.
    pub description: &'a str,
    /// The producer's name of the file, cleaned.
    pub file_name: &'a str,
    /// The stored bytes.
    pub stored: &'a Stored,
    /// What is overruled from the start, as JSON.
    pub reading: &'a str,
}

/// Inserts a file, queued for inspection, as the last of its submission.
pub async fn insert(tx: &mut Tx, new: NewFile<'_>, now: Timestamp) -> Result<FileId, Error> {
    let id = FileId::new();
    sqlx::query(
        "insert into submission_file (id, submission_id, ordinal, resource_id, name, description, file_name, blob,
            size_bytes, reading, state, created_at)
         values ($1, $2, (select coalesce(max(ordinal), 0) + 1 from submission_file where submission_id = $2),
            $3, $4, $5, $6, $7, $8, $9, 'queued', $10)",
    )
    .bind(id.as_str())
    .bind(new.submission_id.as_str())
    .bind(new.resource_id.as_str())
    .bind(new.name)
    .bind(new.description)
    .bind(new.file_name)
    .bind(new.stored.hash.as_str())
    .bind(i64::try_from(new.stored.size_bytes).unwrap_or(i64::MAX))
    .bind(new.reading)
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// One file.
pub async fn by_id(tx: &mut Tx, id: &FileId) -> Result<File, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} where id = $1")))
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Error::NotFound)
}

/// The files of a submission, in order.
pub async fn of(tx: &mut Tx, submission: &SubmissionId) -> Result<Vec<File>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where submission_id = $1 order by ordinal, id"
    )))
    .bind(submission.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// The files of open drafts that become or update a resource.
pub async fn open_of(tx: &mut Tx, resource: &ResourceId) -> Result<Vec<File>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where resource_id = $1
            and submission_id in (select id from submission where state in ('draft', 'returned')) order by id"
    )))
    .bind(resource.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Removes a file from its submission.
pub async fn remove(tx: &mut Tx, id: &FileId) -> Result<(), Error> {
    sqlx::query("delete from submission_file where id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Sets what the producer overrules and queues the file for inspection again.
pub async fn set_reading(tx: &mut Tx, id: &FileId, reading: &str) -> Result<(), Error> {
    sqlx::query(
        "update submission_file set reading = $1, state = 'queued', result_blob = null, difference_blob = null,
            started_at = null, cancelled_at = null
         where id = $2",
    )
    .bind(reading)
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets title and description of the resource that the file becomes.
pub async fn set_names(
    tx: &mut Tx,
    id: &FileId,
    name: &str,
    description: &str,
) -> Result<(), Error> {
    sqlx::query("update submission_file set name = $1, description = $2 where id = $3")
        .bind(name)
        .bind(description)
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Sets the resource that the file becomes or updates.
pub async fn set_resource(tx: &mut Tx, id: &FileId, resource: &ResourceId) -> Result<(), Error> {
    sqlx::query("update submission_file set resource_id = $1 where id = $2")
        .bind(resource.as_str())
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets what was overruled, where the outcome of the inspection holds without it. The file then says nothing of how
/// the next one is read: its reading is no JSON at all.
pub async fn forget_reading(tx: &mut Tx, id: &FileId) -> Result<(), Error> {
    sqlx::query("update submission_file set reading = '' where id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// What was overruled of a resource in the newest version that came of a file of its own, as JSON; files of which it
/// was forgotten are passed over.
pub async fn last_reading(
    tx: &mut Tx,
    dataset: &DatasetId,
    resource: &ResourceId,
) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "select submission_file.reading from submission_file
         join version on version.submission_id = submission_file.submission_id
         where version.dataset_id = $1 and submission_file.resource_id = $2 and submission_file.reading <> ''
         order by version.number desc limit 1",
    )
    .bind(dataset.as_str())
    .bind(resource.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|(reading,)| reading))
}

/// Marks how far the inspection is.
pub async fn set_state(tx: &mut Tx, id: &FileId, state: FileState) -> Result<(), Error> {
    sqlx::query("update submission_file set state = $1 where id = $2")
        .bind(state.as_str())
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Marks an inspection as begun. Returns `false` when the producer has stopped it meanwhile.
pub async fn begin_inspection(tx: &mut Tx, id: &FileId, now: Timestamp) -> Result<bool, Error> {
    let begun = sqlx::query(
        "update submission_file set state = 'running', started_at = $1 where id = $2 and cancelled_at is null",
    )
    .bind(clock::micros(now))
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// Stops an inspection that waits or runs; `false` when there is none.
pub async fn cancel_inspection(tx: &mut Tx, id: &FileId, now: Timestamp) -> Result<bool, Error> {
    let stopped = sqlx::query(
        "update submission_file set state = 'failed', cancelled_at = $1
         where id = $2 and state in ('queued', 'running')",
    )
    .bind(clock::micros(now))
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(stopped.rows_affected() == 1)
}

/// Whether the outcome of an inspection that began with this reading is still wanted.
pub async fn is_wanted(tx: &mut Tx, file: &File) -> Result<bool, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "select id from submission_file where id = $1 and reading = $2 and cancelled_at is null",
    )
    .bind(file.id.as_str())
    .bind(&file.reading)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.is_some())
}

/// What the inspection of a file gave.
#[derive(Debug)]
pub struct Inspected<'a> {
    /// Format by content.
    pub format: &'a str,
    /// The report.
    pub report: &'a BlobHash,
    /// The canonical table, if there is one.
    pub table: Option<&'a BlobHash>,
    /// Its rows.
    pub row_count: i64,
    /// Findings that block, that warn, that inform.
    pub counts: [i64; 3],
    /// Those that block because of personal data.
    pub personal: i64,
    /// The schema that it was held against.
    pub schema: Option<&'a SchemaId>,
}

/// Stores the outcome of an inspection, unless the reading has changed since it began.
///
/// Returns whether it was stored; an outdated outcome is dropped, since the file is queued anew.
pub async fn set_inspected(
    tx: &mut Tx,
    file: &File,
    outcome: Inspected<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let [blocking, warning, info] = outcome.counts;
    let done = sqlx::query(
        "update submission_file set state = 'done', format = $1, report_blob = $2, table_blob = $3, row_count = $4,
            blocking_count = $5, warning_count = $6, info_count = $7, inspected_at = $8,
            result_blob = null, difference_blob = null, personal_count = $11, schema_id = $12
         where id = $9 and reading = $10 and cancelled_at is null",
    )
    .bind(outcome.format)
    .bind(outcome.report.as_str())
    .bind(outcome.table.map(|table| table.as_str().to_owned()))
    .bind(outcome.row_count)
    .bind(blocking)
    .bind(warning)
    .bind(info)
    .bind(clock::micros(now))
    .bind(file.id.as_str())
    .bind(&file.reading)
    .bind(outcome.personal)
    .bind(outcome.schema.map(|schema| schema.as_str().to_owned()))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores the table that the public would see and its difference against the published one.
pub async fn set_result(
    tx: &mut Tx,
    id: &FileId,
    result: Option<&BlobHash>,
    rows: i64,
    difference: Option<&BlobHash>,
) -> Result<(), Error> {
    sqlx::query(
        "update submission_file set result_blob = $1, result_row_count = $2, difference_blob = $3 where id = $4",
    )
    .bind(result.map(|blob| blob.as_str().to_owned()))
    .bind(rows)
    .bind(difference.map(|blob| blob.as_str().to_owned()))
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
