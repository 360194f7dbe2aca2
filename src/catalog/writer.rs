//! The catalogue's writers, called by release inside its transaction.

use super::{DatasetId, Error, ResourceId, VersionId, names};
use crate::database::{Tx, clock};
use crate::schema::SchemaId;
use crate::storage::BlobHash;
use crate::submission::{Kind, Metadata, SubmissionId};
use jiff::Timestamp;

/// A version about to be published.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// Identifier, already named by the manifest.
    pub id: &'a VersionId,
    /// Its dataset.
    pub dataset_id: &'a DatasetId,
    /// 1, 2, 3 …
    pub number: i64,
    /// How it came of the one before.
    pub kind: Kind,
    /// The submission it came of.
    pub submission_id: &'a SubmissionId,
    /// The description.
    pub metadata: &'a Metadata,
    /// What changed, as JSON.
    pub change_summary: &'a str,
    /// The manifest.
    pub manifest: &'a BlobHash,
}

/// A resource of a version about to be published.
#[derive(Debug, Clone)]
pub struct NewResource {
    /// The resource, new or known.
    pub resource_id: ResourceId,
    /// Title.
    pub name: String,
    /// What it holds.
    pub description: String,
    /// Name of the uploaded file.
    pub file_name: String,
    /// Format by content.
    pub format: String,
    /// The bytes as uploaded.
    pub original: BlobHash,
    /// Their number.
    pub original_size: i64,
    /// The canonical table.
    pub table: Option<BlobHash>,
    /// Its size in bytes.
    pub table_size: i64,
    /// Its rows.
    pub row_count: i64,
    /// The inspection's report.
    pub report: Option<BlobHash>,
}

/// Writes the version and its resources, supersedes the one before, and shows it to the public.
///
/// Errors: [`crate::database::Error::Constraint`] when another version took the number meanwhile.
pub async fn publish(
    tx: &mut Tx,
    new: &NewVersion<'_>,
    resources: &[NewResource],
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "update version set state = 'superseded' where dataset_id = $1 and state = 'published'",
    )
    .bind(new.dataset_id.as_str())
    .execute(&mut **tx)
    .await?;
    insert_version(tx, new, now).await?;
    for (ordinal, resource) in resources.iter().enumerate() {
        insert_resource(
            tx,
            new,
            i64::try_from(ordinal).unwrap_or(i64::MAX),
            resource,
            now,
        )
        .await?;
    }
    show(tx, new, resources, now).await?;
    set_topics(tx, new.dataset_id, &new.metadata.topics).await
}

async fn insert_version(tx: &mut Tx, new: &NewVersion<'_>, now: Timestamp) -> Result<(), Error> {
    sqlx::query(
        "insert into version (id, dataset_id, number, state, kind, submission_id, metadata, period, release_note,
            change_summary, manifest_blob, released_at)
         values ($1, $2, $3, 'published', $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.id.as_str())
    .bind(new.dataset_id.as_str())
    .bind(new.number)
    .bind(new.kind.as_str())
    .bind(new.submission_id.as_str())
    .bind(encode(new.metadata))
    .bind(&new.metadata.period)
    .bind(&new.metadata.release_note)
    .bind(new.change_summary)
    .bind(new.manifest.as_str())
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_resource(
    tx: &mut Tx,
    new: &NewVersion<'_>,
    ordinal: i64,
    resource: &NewResource,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "insert into resource (id, dataset_id, created_at) values ($1, $2, $3) on conflict (id) do nothing",
    )
    .bind(resource.resource_id.as_str())
    .bind(new.dataset_id.as_str())
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "insert into version_resource (version_id, resource_id, ordinal, name, description, file_name, format,
            original_blob, original_size, table_blob, table_size, row_count, report_blob)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(new.id.as_str())
    .bind(resource.resource_id.as_str())
    .bind(ordinal)
    .bind(&resource.name)
    .bind(&resource.description)
    .bind(&resource.file_name)
    .bind(&resource.format)
    .bind(resource.original.as_str())
    .bind(resource.original_size)
    .bind(resource.table.as_ref().map(|table| table.as_str().to_owned()))
    .bind(resource.table_size)
    .bind(resource.row_count)
    .bind(resource.report.as_ref().map(|report| report.as_str().to_owned()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Names the schema under which a resource of a version was released.
pub async fn set_schema(
    tx: &mut Tx,
    version: &VersionId,
    resource: &ResourceId,
    schema: &SchemaId,
) -> Result<(), Error> {
    sqlx::query(
        "update version_resource set schema_id = $1 where version_id = $2 and resource_id = $3",
    )
    .bind(schema.as_str())
    .bind(version.as_str())
    .bind(resource.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn show(
    tx: &mut Tx,
    new: &NewVersion<'_>,
    resources: &[NewResource],
    now: Timestamp,
) -> Result<(), Error> {
    let metadata = new.metadata;
    let mut formats: Vec<&str> = resources
        .iter()
        .map(|resource| resource.format.as_str())
        .collect();
    formats.sort_unstable();
    formats.dedup();
    let rows: i64 = resources.iter().map(|resource| resource.row_count).sum();
    sqlx::query(
        "update dataset set title = $1, title_fold = $2, description = $3, metadata = $4, frequency = $5, licence = $6,
            openness = $7, period = $8, formats = $9, row_count = $10, version_id = $11, version_number = $12,
            first_released_at = coalesce(first_released_at, $13), released_at = $13 where id = $14",
    )
    .bind(&metadata.title)
    .bind(names::fold(&metadata.title))
    .bind(&metadata.description)
    .bind(encode(metadata))
    .bind(&metadata.frequency)
    .bind(&metadata.licence)
    .bind(metadata.openness.as_str())
    .bind(&metadata.period)
    .bind(formats.join(","))
    .bind(rows)
    .bind(new.id.as_str())
    .bind(new.number)
    .bind(clock::micros(now))
    .bind(new.dataset_id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn set_topics(tx: &mut Tx, dataset: &DatasetId, names: &[String]) -> Result<(), Error> {
    sqlx::query("delete from dataset_topic where dataset_id = $1")
        .bind(dataset.as_str())
        .execute(&mut **tx)
        .await?;
    for name in names {
        sqlx::query(
            "insert into dataset_topic (dataset_id, topic_id) select $1, id from topic where name = $2
             on conflict (dataset_id, topic_id) do nothing",
        )
        .bind(dataset.as_str())
        .bind(name)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Takes a version back; when it was the published one, the dataset shows nothing but a tombstone.
pub async fn withdraw(
    tx: &mut Tx,
    dataset: &DatasetId,
    version: &VersionId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query(
        "update version set state = 'withdrawn', withdrawn_at = $1, withdrawn_reason = $2
         where id = $3 and state in ('published', 'superseded')",
    )
    .bind(clock::micros(now))
    .bind(reason)
    .bind(version.as_str())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    sqlx::query("update dataset set version_id = null where id = $1 and version_id = $2")
        .bind(dataset.as_str())
        .bind(version.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn encode(metadata: &Metadata) -> String {
    serde_json::to_string(metadata).unwrap_or_default()
}
