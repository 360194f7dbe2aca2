//! The dataset's own row.

use super::{DatasetId, DatasetName, Error, VersionId, names};
use crate::accounts::{AccountId, OrganizationId};
use crate::database::{Tx, clock};
use crate::submission::metadata::{Metadata, Openness};
use crate::text_enum;
use jiff::Timestamp;

text_enum! {
    /// Whether a dataset is kept up.
    DatasetState {
        /// It is.
        Active = "active",
        /// It stays readable and is not updated any more.
        Archived = "archived",
    }
}

/// A dataset with what its published version says of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Dataset {
    /// Identifier.
    pub id: DatasetId,
    /// Name in addresses.
    pub name: String,
    /// Who produces it.
    pub organization_id: OrganizationId,
    /// Whether it is kept up.
    #[sqlx(try_from = "String")]
    pub state: DatasetState,
    /// Title.
    pub title: String,
    /// What it is, in plain words.
    pub description: String,
    /// The whole description, as JSON ([`Metadata`]).
    pub metadata: String,
    /// Code of the update frequency.
    pub frequency: String,
    /// CKAN id of the licence.
    pub licence: String,
    /// Who may have the data.
    #[sqlx(try_from = "String")]
    pub openness: Openness,
    /// The time that the data stands for.
    pub period: String,
    /// Formats of its resources, separated by commas.
    pub formats: String,
    /// Rows of all its tables.
    pub row_count: i64,
    /// The published version; `None`: nothing of it is public.
    pub version_id: Option<VersionId>,
    /// Its number.
    pub version_number: Option<i64>,
    /// When the first version was released (microseconds UTC).
    pub first_released_at: Option<i64>,
    /// When the published version was released (microseconds UTC).
    pub released_at: Option<i64>,
    /// When the row was made (microseconds UTC).
    pub created_at: i64,
}

impl Dataset {
    /// The description as a value.
    ///
    /// Errors: [`crate::database::Error::Inconsistent`] when the stored form does not parse.
    pub fn metadata(&self) -> Result<Metadata, Error> {
        serde_json::from_str(&self.metadata).map_err(|_| {
            Error::Database(crate::database::Error::Inconsistent {
                table: "dataset",
                column: "metadata",
                row: self.id.to_string(),
            })
        })
    }
}

pub(super) const SELECT: &str = "select d.id, d.name, d.organization_id, d.state, d.title, d.description, d.metadata,
    d.frequency, d.licence, d.openness, d.period, d.formats, d.row_count, d.version_id, d.version_number,
    d.first_released_at, d.released_at, d.created_at from dataset d";

/// The dataset with this id, public or not.
pub async fn by_id(tx: &mut Tx, id: &DatasetId) -> Result<Dataset, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} where d.id = $1")))
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Error::NotFound)
}

/// The dataset with this name or id, public or not.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Dataset, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where d.name = $1 or d.id = $1 order by d.id limit 1"
    )))
    .bind(name)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)
}

/// Datasets of an organization, public or not, by title.
pub async fn of_organization(
    tx: &mut Tx,
    organization: &OrganizationId,
) -> Result<Vec<Dataset>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where d.organization_id = $1 order by d.title_fold, d.id limit 1000"
    )))
    .bind(organization.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Datasets of an organization with this title but for case, blanks and accents, public or not, oldest first.
pub async fn of_title(
    tx: &mut Tx,
    organization: &OrganizationId,
    title: &str,
) -> Result<Vec<Dataset>, Error> {
    let folded = names::fold(title);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where d.organization_id = $1 and d.title_fold = $2 order by d.created_at, d.id limit 20"
    )))
    .bind(organization.as_str())
    .bind(folded)
    .fetch_all(&mut **tx)
    .await?)
}

/// Reserves the row of a new dataset under `wanted`, or under the same name with a number behind it.
///
/// `exact`: fail with [`Error::NameTaken`] instead of numbering.
pub async fn reserve(
    tx: &mut Tx,
    organization: &OrganizationId,
    author: &AccountId,
    wanted: &DatasetName,
    exact: bool,
    metadata: &Metadata,
    now: Timestamp,
) -> Result<DatasetId, Error> {
    let id = DatasetId::new();
    let mut name = wanted.clone();
    let encoded = serde_json::to_string(metadata).unwrap_or_default();
    for number in 2..1000 {
        let made = sqlx::query(
            "insert into dataset (id, name, organization_id, state, title, title_fold, metadata, openness, created_by, created_at)
             select $1, $2, $3, 'active', $4, $5, $6, $7, $8, $9
             where not exists (select 1 from dataset_redirect where name = $2)
             on conflict (name) do nothing",
        )
        .bind(id.as_str())
        .bind(name.as_str())
        .bind(organization.as_str())
        .bind(&metadata.title)
        .bind(names::fold(&metadata.title))
        .bind(&encoded)
        .bind(metadata.openness.as_str())
        .bind(author.as_str())
        .bind(clock::micros(now))
        .execute(&mut **tx)
        .await?;
        if made.rows_affected() == 1 {
            return Ok(id);
        }
        if exact {
            return Err(Error::NameTaken);
        }
        name = wanted.numbered(number);
    }
    Err(Error::NameTaken)
}

/// Gives an unreleased dataset the title of its draft, so that lists of work show it.
pub async fn set_draft_title(tx: &mut Tx, id: &DatasetId, title: &str) -> Result<(), Error> {
    sqlx::query("update dataset set title = $1, title_fold = $2 where id = $3 and first_released_at is null")
        .bind(title)
        .bind(names::fold(title))
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Frees the name of an unreleased dataset whose draft was cancelled or rejected; its row stays with its history.
pub async fn release_name(tx: &mut Tx, id: &DatasetId) -> Result<(), Error> {
    sqlx::query("update dataset set name = $1, state = 'archived' where id = $2 and first_released_at is null")
        .bind(format!("batal-{id}"))
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
