//! Versions and their resources as stored.

use super::{DatasetId, Error, ResourceId, VersionId};
use crate::database::Tx;
use crate::schema::SchemaId;
use crate::storage::BlobHash;
use crate::submission::{Kind, Metadata, SubmissionId};
use crate::text_enum;

text_enum! {
    /// Where a version stands.
    VersionState {
        /// The one that the public gets.
        Published = "published",
        /// Followed by a newer one; still readable at its own address.
        Superseded = "superseded",
        /// Taken back with a public reason.
        Withdrawn = "withdrawn",
        /// Its content is gone for good.
        Purged = "purged",
    }
}

/// An immutable version of a dataset.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Version {
    /// Identifier.
    pub id: VersionId,
    /// Its dataset.
    pub dataset_id: DatasetId,
    /// 1, 2, 3 …
    pub number: i64,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub state: VersionState,
    /// How it came of the one before.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// The submission it came of.
    pub submission_id: SubmissionId,
    /// The description, as JSON ([`Metadata`]).
    pub metadata: String,
    /// The time that the data stands for.
    pub period: String,
    /// What is new.
    pub release_note: String,
    /// What changed against the version before, as JSON.
    pub change_summary: String,
    /// The manifest.
    pub manifest_blob: BlobHash,
    /// When it was released (microseconds UTC).
    pub released_at: i64,
    /// When it was withdrawn (microseconds UTC).
    pub withdrawn_at: Option<i64>,
    /// Why.
    pub withdrawn_reason: Option<String>,
}

impl Version {
    /// Fails with [`Error::Withdrawn`] or [`Error::NotFound`] when the public may not see its content any more.
    pub fn readable(&self) -> Result<(), Error> {
        match self.state {
            VersionState::Published | VersionState::Superseded => Ok(()),
            VersionState::Withdrawn => Err(Error::Withdrawn {
                title: self.metadata()?.title,
                reason: self.withdrawn_reason.clone().unwrap_or_default(),
                at: self.withdrawn_at.unwrap_or_default(),
            }),
            VersionState::Purged => Err(Error::NotFound),
        }
    }

    /// The description as a value.
    pub fn metadata(&self) -> Result<Metadata, Error> {
        serde_json::from_str(&self.metadata).map_err(|_| {
            Error::Database(crate::database::Error::Inconsistent {
                table: "version",
                column: "metadata",
                row: self.id.to_string(),
            })
        })
    }

    /// Whether its files may be read by the public.
    pub fn is_readable(&self) -> bool {
        matches!(
            self.state,
            VersionState::Published | VersionState::Superseded
        )
    }
}

/// A resource within a version.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct VersionResource {
    /// The version.
    pub version_id: VersionId,
    /// The resource, the same in all versions.
    pub resource_id: ResourceId,
    /// Place in the order of resources.
    pub ordinal: i64,
    /// Title.
    pub name: String,
    /// What it holds.
    pub description: String,
    /// Name of the uploaded file.
    pub file_name: String,
    /// Format by content.
    pub format: String,
    /// The bytes as uploaded.
    pub original_blob: BlobHash,
    /// Their number.
    pub original_size: i64,
    /// The canonical table (Parquet), if there is one.
    pub table_blob: Option<BlobHash>,
    /// Its size in bytes.
    pub table_size: i64,
    /// Its rows.
    pub row_count: i64,
    /// The inspection's report, with columns and profile.
    pub report_blob: Option<BlobHash>,
    /// The schema that was in force when it was released.
    pub schema_id: Option<SchemaId>,
}

pub(super) const SELECT: &str =
    "select id, dataset_id, number, state, kind, submission_id, metadata, period, release_note,
    change_summary, manifest_blob, released_at, withdrawn_at, withdrawn_reason from version";

pub(super) const RESOURCES: &str =
    "select version_id, resource_id, ordinal, name, description, file_name, format, original_blob,
    original_size, table_blob, table_size, row_count, report_blob, schema_id from version_resource";

/// One version.
pub async fn by_id(tx: &mut Tx, id: &VersionId) -> Result<Version, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} where id = $1")))
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Error::NotFound)
}

/// The version of a dataset with this number.
pub async fn by_number(tx: &mut Tx, dataset: &DatasetId, number: i64) -> Result<Version, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where dataset_id = $1 and number = $2"
    )))
    .bind(dataset.as_str())
    .bind(number)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)
}

/// All versions of a dataset, newest first.
pub async fn of_dataset(tx: &mut Tx, dataset: &DatasetId) -> Result<Vec<Version>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where dataset_id = $1 order by number desc, id limit 1000"
    )))
    .bind(dataset.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// The resources of a version, in order.
pub async fn resources(tx: &mut Tx, version: &VersionId) -> Result<Vec<VersionResource>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{RESOURCES} where version_id = $1 order by ordinal, resource_id"
    )))
    .bind(version.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// One resource of a version.
pub async fn resource(
    tx: &mut Tx,
    version: &VersionId,
    resource: &ResourceId,
) -> Result<VersionResource, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{RESOURCES} where version_id = $1 and resource_id = $2"
    )))
    .bind(version.as_str())
    .bind(resource.as_str())
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)
}

/// All versions there ever were, by id, a page at a time.
pub async fn page(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Version>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where id > $1 order by id limit $2"
    )))
    .bind(after)
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?)
}

/// The dataset that a resource belongs to.
pub async fn dataset_of_resource(tx: &mut Tx, resource: &ResourceId) -> Result<DatasetId, Error> {
    let row: Option<(DatasetId,)> = sqlx::query_as("select dataset_id from resource where id = $1")
        .bind(resource.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|(id,)| id).ok_or(Error::NotFound)
}
