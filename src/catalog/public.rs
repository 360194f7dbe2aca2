//! What a stranger may read. Every function here demands a released version.

use super::contact::{self, Contact};
use super::dataset::{self, Dataset};
use super::version::{self, Version, VersionResource};
use super::{DatasetId, Error, ResourceId, Topic, VersionState};
use crate::accounts::{Organization, organizations};
use crate::database::{Tx, sql};
use crate::submission::metadata::Openness;

/// A public dataset with what belongs to it, in one version.
#[derive(Debug, Clone)]
pub struct PublicDataset {
    /// The dataset.
    pub dataset: Dataset,
    /// Who produces it.
    pub organization: Organization,
    /// Its topics, by title.
    pub topics: Vec<Topic>,
    /// The version that was asked for.
    pub version: Version,
    /// That version's resources; empty when the data itself is not open.
    pub resources: Vec<VersionResource>,
}

impl PublicDataset {
    /// Whether this is the version that the public gets without asking for one.
    pub fn is_current(&self) -> bool {
        self.version.state == VersionState::Published
    }

    /// Whom to ask about it; `portal` is the portal's own contact.
    pub fn contact(&self, own: &str, portal: &str) -> Contact {
        contact::effective(own, &self.organization, portal)
    }

    /// One of its resources.
    pub fn resource(&self, id: &ResourceId) -> Option<&VersionResource> {
        self.resources
            .iter()
            .find(|resource| resource.resource_id == *id)
    }
}

/// The dataset with this name or id, in its published version or the one with `number`.
///
/// Errors: [`Error::NotFound`] for unknown names and unreleased datasets alike, [`Error::Renamed`],
/// [`Error::Withdrawn`].
pub async fn dataset(tx: &mut Tx, name: &str, number: Option<i64>) -> Result<PublicDataset, Error> {
    let dataset = match dataset::by_name(tx, name).await {
        Err(Error::NotFound) => return Err(redirect(tx, name).await?),
        other => other?,
    };
    if dataset.first_released_at.is_none() {
        return Err(Error::NotFound);
    }
    let version = match (number, &dataset.version_id) {
        (Some(number), _) => version::by_number(tx, &dataset.id, number).await?,
        (None, Some(id)) => version::by_id(tx, id).await?,
        (None, None) => latest(tx, &dataset.id).await?,
    };
    if !version.is_readable() {
        return Err(Error::Withdrawn {
            title: dataset.title,
            reason: version.withdrawn_reason.unwrap_or_default(),
            at: version.withdrawn_at.unwrap_or(version.released_at),
        });
    }
    whole(tx, dataset, version).await
}

async fn whole(tx: &mut Tx, dataset: Dataset, version: Version) -> Result<PublicDataset, Error> {
    let organization = organizations::by_id(tx, &dataset.organization_id)
        .await
        .map_err(|_| Error::NotFound)?;
    let topics = topics_of(tx, &dataset.id).await?;
    let resources = if shows_files(&version)? {
        version::resources(tx, &version.id).await?
    } else {
        Vec::new()
    };
    Ok(PublicDataset {
        dataset,
        organization,
        topics,
        version,
        resources,
    })
}

/// Whether the public gets the data, not only its description.
pub(super) fn shows_files(version: &Version) -> Result<bool, Error> {
    Ok(match version.metadata()?.openness {
        Openness::Open => true,
        Openness::Restricted | Openness::Exempt => false,
    })
}

/// Whether the public may read the rows of a version's tables.
pub fn shows_rows(version: &Version) -> bool {
    version.is_readable() && shows_files(version).unwrap_or(false)
}

async fn redirect(tx: &mut Tx, name: &str) -> Result<Error, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "select d.name from dataset_redirect r join dataset d on d.id = r.dataset_id
         where r.name = $1 and d.first_released_at is not null",
    )
    .bind(name)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map_or(Error::NotFound, |(name,)| Error::Renamed(name)))
}

async fn latest(tx: &mut Tx, dataset: &DatasetId) -> Result<Version, Error> {
    version::of_dataset(tx, dataset)
        .await?
        .into_iter()
        .next()
        .ok_or(Error::NotFound)
}

/// The dataset and resource behind a resource's id, in the published version or the one with `number`.
pub async fn resource(
    tx: &mut Tx,
    id: &ResourceId,
    number: Option<i64>,
) -> Result<(PublicDataset, VersionResource), Error> {
    let owner = version::dataset_of_resource(tx, id).await?;
    let public = dataset(tx, owner.as_str(), number).await?;
    let resource = public.resource(id).cloned().ok_or(Error::NotFound)?;
    Ok((public, resource))
}

/// The versions that the history shows, newest first; withdrawn ones stay as tombstones.
pub async fn history(tx: &mut Tx, dataset: &DatasetId) -> Result<Vec<Version>, Error> {
    version::of_dataset(tx, dataset).await
}

async fn topics_of(tx: &mut Tx, dataset: &DatasetId) -> Result<Vec<Topic>, Error> {
    Ok(sqlx::query_as(
        "select t.id, t.name, t.title, t.title_en, t.code, t.description, t.archived_at, t.created_at from topic t
         join dataset_topic dt on dt.topic_id = t.id where dt.dataset_id = $1 order by t.title, t.id",
    )
    .bind(dataset.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Public datasets, newest release first.
pub async fn newest(tx: &mut Tx, limit: i64, offset: i64) -> Result<Vec<Dataset>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{} where d.version_id is not null order by d.released_at desc, d.id limit $1 offset $2",
        dataset::SELECT
    )))
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut **tx)
    .await?)
}

/// The newest releases: public datasets with their published versions, newest first.
pub async fn releases(tx: &mut Tx, limit: i64) -> Result<Vec<(Dataset, Version)>, Error> {
    let mut releases = Vec::new();
    for dataset in newest(tx, limit, 0).await? {
        if let Some(id) = &dataset.version_id {
            let version = version::by_id(tx, id).await?;
            releases.push((dataset, version));
        }
    }
    Ok(releases)
}

/// Public datasets with the most views and downloads since the day `since` (`YYYY-MM-DD`); without any use none.
pub async fn most_used(tx: &mut Tx, since: &str, limit: i64) -> Result<Vec<Dataset>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{} join (select dataset_id, cast(sum(views + 5 * downloads) as bigint) as used from usage_day
            where day >= $1 group by dataset_id) u on u.dataset_id = d.id
         where d.version_id is not null and u.used > 0 order by u.used desc, d.released_at desc, d.id limit $2",
        dataset::SELECT
    )))
    .bind(since)
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?)
}

/// Names of public datasets in alphabetical order, as CKAN's `package_list` gives them.
pub async fn names(tx: &mut Tx, limit: i64, offset: i64) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select name from dataset where version_id is not null order by name limit $1 offset $2",
    )
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Public datasets by their ids, in the order of `ids`; ids that are not public are left out.
pub async fn by_ids(tx: &mut Tx, ids: &[String]) -> Result<Vec<Dataset>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{} where d.version_id is not null and d.id in ({})",
        dataset::SELECT,
        sql::markers(1, ids.len())
    );
    let mut query = sqlx::query_as::<_, Dataset>(sqlx::AssertSqlSafe(text));
    for id in ids {
        query = query.bind(id.as_str());
    }
    let mut found = query.fetch_all(&mut **tx).await?;
    let rank = |dataset: &Dataset| ids.iter().position(|id| id == dataset.id.as_str());
    found.sort_by_key(rank);
    Ok(found)
}

/// How many public datasets each organization has, by organization id.
pub async fn count_by_organization(tx: &mut Tx) -> Result<Vec<(String, i64)>, Error> {
    Ok(sqlx::query_as(
        "select organization_id, count(*) from dataset where version_id is not null group by organization_id
         order by organization_id",
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// How many public datasets each topic has, by topic id.
pub async fn count_by_topic(tx: &mut Tx) -> Result<Vec<(String, i64)>, Error> {
    Ok(sqlx::query_as(
        "select dt.topic_id, count(*) from dataset_topic dt join dataset d on d.id = dt.dataset_id
         where d.version_id is not null group by dt.topic_id order by dt.topic_id",
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The portal in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Public datasets.
    pub datasets: i64,
    /// Organizations with at least one.
    pub organizations: i64,
    /// Rows of all their tables.
    pub rows: i64,
    /// Downloads since the beginning.
    pub downloads: i64,
}

/// Counts the portal's figures.
pub async fn figures(tx: &mut Tx) -> Result<Figures, Error> {
    let (datasets, organizations, rows): (i64, i64, i64) = sqlx::query_as(
        "select count(*), count(distinct organization_id), cast(coalesce(sum(row_count), 0) as bigint)
         from dataset where version_id is not null",
    )
    .fetch_one(&mut **tx)
    .await?;
    let (downloads,): (i64,) =
        sqlx::query_as("select cast(coalesce(sum(downloads), 0) as bigint) from usage_day")
            .fetch_one(&mut **tx)
            .await?;
    Ok(Figures {
        datasets,
        organizations,
        rows,
        downloads,
    })
}

/// Datasets whose row and versions contradict each other, in words for an operator; empty when all is well.
pub async fn inconsistencies(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let two_published: Vec<(String, i64)> = sqlx::query_as(
        "select dataset_id, count(*) from version where state = 'published' group by dataset_id
         having count(*) > 1 order by dataset_id",
    )
    .fetch_all(&mut **tx)
    .await?;
    let dangling: Vec<(String,)> = sqlx::query_as(
        "select d.name from dataset d left join version v on v.id = d.version_id and v.state = 'published'
         where d.version_id is not null and v.id is null order by d.name",
    )
    .fetch_all(&mut **tx)
    .await?;
    let two = two_published
        .into_iter()
        .map(|(id, count)| format!("{id} has {count} published versions"));
    let none = dangling
        .into_iter()
        .map(|(name,)| format!("{name} points to no published version"));
    Ok(two.chain(none).collect())
}
