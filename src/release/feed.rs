//! The change feed: what happened to public datasets, numbered in the order of commits.

use crate::accounts::OrganizationId;
use crate::audit;
use crate::catalog::{DatasetId, VersionId};
use crate::database::{Error, Tx, clock};
use crate::text_enum;
use jiff::Timestamp;

text_enum! {
    /// What happened.
    ChangeKind {
        /// A version became public.
        Released = "released",
        /// A version was taken back.
        Withdrawn = "withdrawn",
        /// A withdrawn version came back.
        Restored = "restored",
        /// Something shown with the dataset changed, such as its organization.
        Catalog = "catalog",
    }
}

/// One entry of the feed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Change {
    /// Number; grows, with gaps.
    pub sequence: i64,
    /// When (microseconds UTC).
    pub at: i64,
    /// What happened.
    #[sqlx(try_from = "String")]
    pub kind: ChangeKind,
    /// To which dataset.
    pub dataset_id: DatasetId,
    /// To which version.
    pub version_id: Option<VersionId>,
}

/// Appends an entry; locks the journal's counter, so it comes last in a transaction.
pub async fn append(
    tx: &mut Tx,
    kind: ChangeKind,
    dataset: &DatasetId,
    version: Option<&VersionId>,
    now: Timestamp,
) -> Result<i64, Error> {
    let sequence = audit::next_number(tx).await?;
    sqlx::query("insert into change (sequence, at, kind, dataset_id, version_id) values ($1, $2, $3, $4, $5)")
        .bind(sequence)
        .bind(clock::micros(now))
        .bind(kind.as_str())
        .bind(dataset.as_str())
        .bind(version.map(|version| version.as_str().to_owned()))
        .execute(&mut **tx)
        .await?;
    Ok(sequence)
}

/// Entries after `since`, oldest first.
pub async fn after(tx: &mut Tx, since: i64, limit: i64) -> Result<Vec<Change>, Error> {
    Ok(sqlx::query_as(
        "select sequence, at, kind, dataset_id, version_id from change where sequence > $1 order by sequence limit $2",
    )
    .bind(since)
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?)
}

/// Number of the last entry; 0 before the first.
pub async fn head(tx: &mut Tx) -> Result<i64, Error> {
    let (head,): (i64,) = sqlx::query_as("select coalesce(max(sequence), 0) from change")
        .fetch_one(&mut **tx)
        .await?;
    Ok(head)
}

/// Appends an entry for every public dataset of an organization that is shown with another title now.
pub async fn organization_changed(
    tx: &mut Tx,
    organization: &OrganizationId,
    now: Timestamp,
) -> Result<(), Error> {
    let datasets = sqlx::query_as(
        "select id from dataset where organization_id = $1 and version_id is not null order by id",
    )
    .bind(organization.as_str())
    .fetch_all(&mut **tx)
    .await?;
    catalog_changed(tx, datasets, now).await
}

/// The same for the public datasets of a topic.
pub async fn topic_changed(tx: &mut Tx, topic: &str, now: Timestamp) -> Result<(), Error> {
    let datasets = sqlx::query_as(
        "select d.id from dataset d join dataset_topic l on l.dataset_id = d.id
         join topic t on t.id = l.topic_id where t.name = $1 and d.version_id is not null order by d.id",
    )
    .bind(topic)
    .fetch_all(&mut **tx)
    .await?;
    catalog_changed(tx, datasets, now).await
}

async fn catalog_changed(
    tx: &mut Tx,
    datasets: Vec<(DatasetId,)>,
    now: Timestamp,
) -> Result<(), Error> {
    for (dataset,) in datasets {
        append(tx, ChangeKind::Catalog, &dataset, None, now).await?;
    }
    Ok(())
}
