//! Views and downloads: counted in memory, written now and then, without anything about persons.

use super::Error;
use crate::database::{Database, Tx};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A page was looked at.
    View,
    /// A file or an export was fetched.
    Download,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    dataset_id: String,
    resource_id: String,
    day: String,
}

/// Counts that are not written yet; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Usage(Arc<Mutex<BTreeMap<Key, (i64, i64)>>>);

// A bound on memory between two writings; further resources wait for the next one.
const MOST_KEYS: usize = 100_000;

impl Usage {
    /// Counts one use on `day` (`YYYY-MM-DD`); `agent` is the User-Agent header, by which bots are left out.
    pub fn count(&self, what: Use, dataset_id: &str, resource_id: &str, day: &str, agent: &str) {
        if is_bot(agent) {
            return;
        }
        let key = Key {
            dataset_id: dataset_id.to_owned(),
            resource_id: resource_id.to_owned(),
            day: day.to_owned(),
        };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_KEYS && !counts.contains_key(&key) {
            return;
        }
        let entry = counts.entry(key).or_default();
        match what {
            Use::View => entry.0 += 1,
            Use::Download => entry.1 += 1,
        }
    }

    /// Writes what has been counted in one transaction; on failure the counts are kept for the next time.
    pub async fn flush(&self, database: &Database) -> Result<(), Error> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if taken.is_empty() {
            return Ok(());
        }
        let outcome = write(database, &taken).await;
        if outcome.is_err() {
            let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, (views, downloads)) in taken {
                let entry = counts.entry(key).or_default();
                entry.0 += views;
                entry.1 += downloads;
            }
        }
        outcome
    }
}

async fn write(database: &Database, counts: &BTreeMap<Key, (i64, i64)>) -> Result<(), Error> {
    let mut tx = database.begin().await?;
    for (key, (views, downloads)) in counts {
        sqlx::query(
            "insert into usage_day (dataset_id, resource_id, day, views, downloads) values ($1, $2, $3, $4, $5)
             on conflict (dataset_id, resource_id, day)
             do update set views = usage_day.views + $4, downloads = usage_day.downloads + $5",
        )
        .bind(&key.dataset_id)
        .bind(&key.resource_id)
        .bind(&key.day)
        .bind(views)
        .bind(downloads)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Views and downloads of a dataset and its resources since the day `since`.
pub async fn of_dataset(tx: &mut Tx, dataset_id: &str, since: &str) -> Result<(i64, i64), Error> {
    Ok(sqlx::query_as(
        "select cast(coalesce(sum(views), 0) as bigint), cast(coalesce(sum(downloads), 0) as bigint)
         from usage_day where dataset_id = $1 and day >= $2",
    )
    .bind(dataset_id)
    .bind(since)
    .fetch_one(&mut **tx)
    .await?)
}

fn is_bot(agent: &str) -> bool {
    const MARKS: [&str; 9] = [
        "bot",
        "crawl",
        "spider",
        "slurp",
        "facebookexternalhit",
        "preview",
        "monitor",
        "uptime",
        "scan",
    ];
    let agent = agent.to_lowercase();
    agent.is_empty() || MARKS.iter().any(|mark| agent.contains(mark))
}
