//! Many public datasets at once, in a handful of statements instead of some for each.

use super::dataset::Dataset;
use super::public::{self, PublicDataset};
use super::version::{self, Version, VersionResource};
use super::{Error, ResourceId, Topic, TopicId};
use crate::accounts::organizations;
use crate::database::{Tx, sql};
use crate::storage::BlobHash;
use std::collections::BTreeMap;

/// Values bound in one statement.
const MOST: usize = 500;

/// Public datasets in their published versions, by their ids and in that order; ids of which nothing is public
/// are left out.
///
/// Errors: [`Error::Database`], also when a stored description does not parse.
pub async fn public_datasets(tx: &mut Tx, ids: &[String]) -> Result<Vec<PublicDataset>, Error> {
    let mut found: BTreeMap<String, Dataset> = BTreeMap::new();
    for some in ids.chunks(MOST) {
        let datasets = public::by_ids(tx, some).await?;
        found.extend(datasets.into_iter().map(|one| (one.id.to_string(), one)));
    }
    let released = found.values().filter_map(|one| one.version_id.as_ref());
    let version_ids: Vec<String> = released.map(ToString::to_string).collect();
    let mut versions: BTreeMap<String, Version> = BTreeMap::new();
    let mut files: BTreeMap<String, Vec<VersionResource>> = BTreeMap::new();
    for some in version_ids.chunks(MOST) {
        let text = one_of(version::SELECT, "id", some.len(), "");
        for version in all::<Version>(tx, text, some).await? {
            versions.insert(version.id.to_string(), version);
        }
        let order = " order by ordinal, resource_id";
        let text = one_of(version::RESOURCES, "version_id", some.len(), order);
        for file in all::<VersionResource>(tx, text, some).await? {
            let of_version = files.entry(file.version_id.to_string()).or_default();
            of_version.push(file);
        }
    }
    let mut topics = topics_of(tx, ids).await?;
    let organizations = organizations::list(tx).await.map_err(|_| Error::NotFound)?;
    let mut gathered = Vec::with_capacity(found.len());
    for id in ids {
        let Some(dataset) = found.remove(id) else {
            continue;
        };
        let version = dataset.version_id.as_ref().map(ToString::to_string);
        let Some(version) = version.and_then(|id| versions.remove(&id)) else {
            continue;
        };
        let mut producers = organizations.iter();
        let Some(organization) = producers.find(|one| one.id == dataset.organization_id) else {
            continue;
        };
        let resources = files.remove(version.id.as_str()).unwrap_or_default();
        gathered.push(PublicDataset {
            organization: organization.clone(),
            topics: topics.remove(id).unwrap_or_default(),
            resources: if public::shows_files(&version)? {
                resources
            } else {
                Vec::new()
            },
            dataset,
            version,
        });
    }
    Ok(gathered)
}

/// When files of resources were first released.
#[derive(Debug, Default)]
pub struct FileDates(BTreeMap<ResourceId, Vec<(BlobHash, i64)>>);

impl FileDates {
    /// When the resource first appeared (microseconds UTC).
    pub fn created(&self, resource: &ResourceId) -> Option<i64> {
        let dates = self.0.get(resource)?.iter();
        dates.map(|(_, at)| *at).min()
    }

    /// When the resource got the file that it has in this version (microseconds UTC).
    pub fn changed(&self, resource: &VersionResource) -> Option<i64> {
        let mut dates = self.0.get(&resource.resource_id)?.iter();
        let found = dates.find(|(blob, _)| *blob == resource.original_blob);
        found.map(|(_, at)| *at)
    }
}

/// The dates of the files of some datasets.
pub async fn file_dates(tx: &mut Tx, datasets: &[PublicDataset]) -> Result<FileDates, Error> {
    let resources = datasets.iter().flat_map(|dataset| &dataset.resources);
    let ids: Vec<String> = resources.map(|one| one.resource_id.to_string()).collect();
    let mut dates = FileDates::default();
    for some in ids.chunks(MOST) {
        let text = one_of(
            "select r.resource_id, r.original_blob, min(v.released_at) from version_resource r
             join version v on v.id = r.version_id",
            "r.resource_id",
            some.len(),
            " group by r.resource_id, r.original_blob order by r.resource_id, r.original_blob",
        );
        for (id, blob, at) in all::<(ResourceId, BlobHash, i64)>(tx, text, some).await? {
            dates.0.entry(id).or_default().push((blob, at));
        }
    }
    Ok(dates)
}

#[derive(sqlx::FromRow)]
struct TopicOf {
    dataset_id: String,
    id: TopicId,
    name: String,
    title: String,
    title_en: String,
    code: String,
    description: String,
    archived_at: Option<i64>,
    created_at: i64,
}

async fn topics_of(tx: &mut Tx, ids: &[String]) -> Result<BTreeMap<String, Vec<Topic>>, Error> {
    let mut topics: BTreeMap<String, Vec<Topic>> = BTreeMap::new();
    for some in ids.chunks(MOST) {
        let text = one_of(
            "select dt.dataset_id, t.id, t.name, t.title, t.title_en, t.code, t.description, t.archived_at,
                t.created_at from topic t join dataset_topic dt on dt.topic_id = t.id",
            "dt.dataset_id",
            some.len(),
            " order by t.title, t.id",
        );
        for row in all::<TopicOf>(tx, text, some).await? {
            let topic = Topic {
                id: row.id,
                name: row.name,
                title: row.title,
                title_en: row.title_en,
                code: row.code,
                description: row.description,
                archived_at: row.archived_at,
                created_at: row.created_at,
            };
            topics.entry(row.dataset_id).or_default().push(topic);
        }
    }
    Ok(topics)
}

fn one_of(select: &str, column: &str, count: usize, order: &str) -> String {
    format!(
        "{select} where {column} in ({}){order}",
        sql::markers(1, count)
    )
}

async fn all<T>(tx: &mut Tx, text: String, values: &[String]) -> Result<Vec<T>, Error>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
{
    let mut query = sqlx::query_as::<_, T>(sqlx::AssertSqlSafe(text));
    for value in values {
        query = query.bind(value.as_str());
    }
    Ok(query.fetch_all(&mut **tx).await?)
}
