//! The full-text index: answers queries and follows the change feed.
//!
//! Owns no table, only the folder of the index, which may be deleted at any time: the follower then feeds it
//! again from the catalogue. Every node has an index of its own. What is indexed is what
//! [`catalog::public`](crate::catalog::public) shows to strangers, so a draft can't get in.
//!
//! Exposes [`Search`]: queries and suggestions (in the quick lane), [`Search::follow`] for the background task,
//! [`Search::rebuild`] for `lumbung reindex`. Reads the change feed and the catalogue through their parts.

mod document;
mod error;
mod follow;
mod lists;

pub use error::Error;
pub use follow::Rebuilt;
pub use search_index::{
    Answer, Facet, FacetCount, FacetCounts, FacetRequest, Hit, Matched, Place, Query, Scope,
    Segment, Sort, Suggestion, SuggestionKind,
};

use crate::database::Database;
use crate::lanes::{Lane, Lanes};
use search_index::{Index, Vocabulary};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};

/// Longest that a query may take.
const QUERY_LIMIT: Duration = Duration::from_secs(5);

/// The index of this node; cheap to clone.
#[derive(Debug, Clone)]
pub struct Search(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    index: Arc<Index>,
    database: Database,
    lanes: Lanes,
    bell: Notify,
    /// Held by whoever writes to the index: the follower or a rebuild.
    writing: Mutex<()>,
    up_to_date: AtomicBool,
}

impl Search {
    /// Opens the index in `folder`, or makes an empty one that the follower fills.
    ///
    /// Errors: [`Error::Index`] when the folder can't be used.
    pub fn open(folder: &Path, database: &Database, lanes: &Lanes) -> Result<Self, Error> {
        let index = Index::open(folder, Vocabulary::new(&lists::word_lists()))?;
        Ok(Self(Arc::new(Parts {
            index: Arc::new(index),
            database: database.clone(),
            lanes: lanes.clone(),
            bell: Notify::new(),
            writing: Mutex::new(()),
            up_to_date: AtomicBool::new(false),
        })))
    }

    /// Tells the follower that something was published; call it after the commit.
    pub fn ring(&self) {
        self.0.bell.notify_one();
    }

    /// Answers a query; any text is answered.
    ///
    /// Errors: [`Error::Lane`] when too many queries wait or this one takes too long, [`Error::Index`].
    pub async fn search(&self, query: Query) -> Result<Answer, Error> {
        self.quickly(move |index| index.search(&query)).await
    }

    /// What may be meant by the beginning of a text; nothing before two letters.
    ///
    /// Errors: as [`Search::search`].
    pub async fn suggest(&self, prefix: String) -> Result<Vec<Suggestion>, Error> {
        self.quickly(move |index| index.suggest(&prefix)).await
    }

    /// Whether the index holds all that is public, but for what was published a moment ago.
    pub fn is_ready(&self) -> bool {
        self.0.up_to_date.load(Ordering::Acquire)
    }

    /// How many datasets can be found.
    pub fn count(&self) -> u64 {
        self.0.index.count()
    }

    /// Number of the last feed entry that the index holds.
    ///
    /// Errors: [`Error::Index`] when the index can't be read, [`Error::Lane`].
    pub async fn sequence(&self) -> Result<i64, Error> {
        let sequence = self.quickly(Index::sequence).await?;
        Ok(i64::try_from(sequence).unwrap_or(i64::MAX))
    }

    async fn quickly<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Index) -> Result<T, search_index::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let index = self.0.index.clone();
        let lanes = &self.0.lanes;
        Ok(lanes
            .run(Lane::Quick, QUERY_LIMIT, move |_| act(&index))
            .await??)
    }
}
