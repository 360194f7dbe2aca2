//! Keeps the index in step with the change feed, and builds it anew.

use super::{Error, Search, document};
use crate::catalog::{self, DatasetId, public};
use crate::database::Tx;
use crate::lanes::Lane;
use crate::release::feed;
use search_index::{Document, Index};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often the feed is looked at when nobody rings: other nodes and commands publish too.
const POLL: Duration = Duration::from_secs(1);
/// Wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// Feed entries taken, or datasets rebuilt, at a time.
const BATCH: i64 = 200;
/// Looks without a change after which the writer gives back its memory.
const IDLE_LOOKS: u32 = 20;
/// Longest that one batch may take.
const WRITE_LIMIT: Duration = Duration::from_mins(1);

/// What became of a wish to build the index anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuilt {
    /// It was done; the number of datasets.
    Done(u64),
    /// The process that holds the index was asked and does it within seconds.
    Asked,
}

/// What happens to one dataset in the index.
enum Write {
    Put(Box<Document>),
    Delete(String),
}

impl Write {
    fn apply(&self, index: &Index) -> Result<(), search_index::Error> {
        match self {
            Self::Put(document) => index.put(document),
            Self::Delete(id) => index.delete(id),
        }
    }
}

impl Search {
    /// Follows the feed until `stop` is cancelled.
    pub async fn follow(self, stop: CancellationToken) {
        let mut idle = 0_u32;
        loop {
            let mut wait = POLL;
            if let Err(error) = self.rebuild_when_asked().await {
                tracing::warn!(%error, "the search index could not be built anew");
            }
            match self.catch_up().await {
                Ok(0) => idle = idle.saturating_add(1),
                Ok(_) => idle = 0,
                Err(error) => {
                    tracing::warn!(%error, "the search index could not follow the change feed; trying again");
                    self.0.up_to_date.store(false, Ordering::Release);
                    wait = PAUSE;
                }
            }
            if idle == IDLE_LOOKS
                && let Err(error) = self.rest().await
            {
                tracing::warn!(%error, "the search index could not give back its memory");
            }
            tokio::select! {
                () = self.0.bell.notified() => {}
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => break,
            }
        }
        if let Err(error) = self.rest().await {
            tracing::warn!(%error, "the search index was not closed in order");
        }
    }

    /// Brings the index up to the end of the feed; the number of entries taken.
    ///
    /// Errors: those of the database and of the index; what was committed stays.
    pub async fn catch_up(&self) -> Result<u64, Error> {
        let _turn = self.0.writing.lock().await;
        let mut taken = 0_u64;
        let mut since = self.position().await?;
        loop {
            let mut tx = self.0.database.begin_read().await?;
            let changes = feed::after(&mut tx, since, BATCH).await?;
            let Some(last) = changes.last().map(|change| change.sequence) else {
                self.0.up_to_date.store(true, Ordering::Release);
                return Ok(taken);
            };
            let datasets: BTreeSet<&DatasetId> = changes.iter().map(|c| &c.dataset_id).collect();
            let mut writes = Vec::with_capacity(datasets.len());
            for id in datasets {
                writes.push(self.write_of(&mut tx, id).await?);
            }
            drop(tx);
            self.commit(writes, last).await?;
            since = last;
            taken += u64::try_from(changes.len()).unwrap_or(u64::MAX);
        }
    }

    // Takes up what another process has written, such as `lumbung reindex` while this one was at rest.
    async fn position(&self) -> Result<i64, Error> {
        let sequence = self.quickly(|index| {
            index.refresh()?;
            index.sequence()
        });
        Ok(i64::try_from(sequence.await?).unwrap_or(i64::MAX))
    }

    /// Builds the index anew from the catalogue in one commit.
    ///
    /// Queries are answered from the old state until then. When another process is writing to the index, that
    /// one is asked to do it. Errors: as [`Search::catch_up`].
    pub async fn rebuild(&self) -> Result<Rebuilt, Error> {
        let _turn = self.0.writing.lock().await;
        let outcome = self.rebuild_all().await;
        if outcome.is_err() {
            self.0.index.abandon();
        }
        match outcome {
            Err(Error::Index(search_index::Error::Busy)) => {
                tokio::fs::write(self.request(), b"")
                    .await
                    .map_err(|source| search_index::Error::Folder {
                        folder: self.request(),
                        source,
                    })?;
                Ok(Rebuilt::Asked)
            }
            outcome => outcome.map(Rebuilt::Done),
        }
    }

    // The file by which another process asks the one that holds the writer to rebuild.
    fn request(&self) -> PathBuf {
        self.0.index.folder().with_extension("rebuild")
    }

    async fn rebuild_when_asked(&self) -> Result<(), Error> {
        // Removed first: a request that comes while rebuilding is another request.
        if tokio::fs::remove_file(self.request()).await.is_ok() {
            let rebuilt = self.rebuild().await?;
            tracing::info!(?rebuilt, "the search index was built anew");
        }
        Ok(())
    }

    async fn rebuild_all(&self) -> Result<u64, Error> {
        let mut tx = self.0.database.begin_read().await?;
        // What changes while this runs comes after this number and is taken again.
        let head = feed::head(&mut tx).await?;
        drop(tx);
        self.apply(Vec::new(), true).await?;
        let mut offset = 0;
        loop {
            let mut tx = self.0.database.begin_read().await?;
            let page = public::newest(&mut tx, BATCH, offset).await?;
            let mut writes = Vec::with_capacity(page.len());
            for dataset in &page {
                writes.push(self.write_of(&mut tx, &dataset.id).await?);
            }
            drop(tx);
            if writes.is_empty() {
                break;
            }
            self.apply(writes, false).await?;
            offset += BATCH;
        }
        self.commit(Vec::new(), head).await?;
        Ok(self.0.index.count())
    }

    async fn write_of(&self, tx: &mut Tx, id: &DatasetId) -> Result<Write, Error> {
        match public::dataset(tx, id.as_str(), None).await {
            Ok(found) if found.is_current() => {
                let document = document::of(tx, &found).await?;
                Ok(Write::Put(Box::new(document)))
            }
            Ok(_)
            | Err(
                catalog::Error::NotFound
                | catalog::Error::Renamed(_)
                | catalog::Error::Withdrawn { .. },
            ) => Ok(Write::Delete(id.to_string())),
            Err(error) => Err(error.into()),
        }
    }

    async fn apply(&self, writes: Vec<Write>, clear: bool) -> Result<(), Error> {
        self.write(move |index| {
            if clear {
                index.clear()?;
            }
            writes.iter().try_for_each(|write| write.apply(index))
        })
        .await
    }

    async fn commit(&self, writes: Vec<Write>, sequence: i64) -> Result<(), Error> {
        self.write(move |index| {
            writes.iter().try_for_each(|write| write.apply(index))?;
            index.commit(u64::try_from(sequence).unwrap_or(0))
        })
        .await
    }

    async fn rest(&self) -> Result<(), Error> {
        let _turn = self.0.writing.lock().await;
        self.write(Index::rest).await
    }

    async fn write(
        &self,
        act: impl FnOnce(&Index) -> Result<(), search_index::Error> + Send + 'static,
    ) -> Result<(), Error> {
        let index = self.0.index.clone();
        let lanes = &self.0.lanes;
        Ok(lanes
            .run(Lane::Quick, WRITE_LIMIT, move |_| act(&index))
            .await??)
    }
}
