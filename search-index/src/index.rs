//! The index on disk: one folder, one owner of the writer, any number of readers.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::OpenReadError;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::query::AllQuery;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

use crate::analyzer;
use crate::document::Document;
use crate::error::Error;
use crate::query::{Answer, Query, Suggestion};
use crate::schema::{Fields, VERSION};
use crate::search::Search;
use crate::vocabulary::Vocabulary;

/// Bytes that the writer may hold before it writes a segment: the least the library allows.
const WRITER_MEMORY: usize = 15_000_000;
/// Segments of about one size that are merged into one.
const MERGED_AT_ONCE: usize = 6;
/// Blocks of stored documents kept in memory per segment.
const STORE_CACHE: usize = 4;

/// A full-text index in a folder.
///
/// All methods block; call them off the async threads. Writing is for one process at a time,
/// reading for any number of threads. Nothing is visible before [`Index::commit`].
pub struct Index {
    folder: PathBuf,
    files: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    vocabulary: Vocabulary,
    /// Stamp of the commit that readers see.
    seen: AtomicU64,
    /// Made by the first write, given back by [`Index::rest`].
    writer: Mutex<Option<IndexWriter>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = formatter.debug_struct("Index");
        debug.field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index of this version in `folder`, or makes an empty one.
    ///
    /// The files lie in the subfolder `v<VERSION>`. An index that cannot be read is replaced by an
    /// empty one, whose [`Index::sequence`] is 0: whoever feeds it then begins anew.
    pub fn open(folder: &Path, vocabulary: Vocabulary) -> Result<Self, Error> {
        let own = folder.join(format!("v{VERSION}"));
        let failed = |source| Error::Folder {
            folder: own.clone(),
            source,
        };
        fs::create_dir_all(&own).map_err(failed)?;
        let opened = match open_files(&own) {
            Err(error) if !is_passing(&error) => {
                fs::remove_dir_all(&own).map_err(failed)?;
                fs::create_dir_all(&own).map_err(failed)?;
                open_files(&own)
            }
            opened => opened,
        };
        let (files, fields, reader) = opened?;
        let seen = files.load_metas()?.opstamp;
        Ok(Self {
            folder: own,
            files,
            fields,
            reader,
            vocabulary,
            seen: AtomicU64::new(seen),
            writer: Mutex::new(None),
        })
    }

    /// The folder with the files of this version.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The number given to the last [`Index::commit`]; 0 for a new index.
    pub fn sequence(&self) -> Result<u64, Error> {
        let payload = self.files.load_metas()?.payload;
        Ok(payload.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// Makes visible what another process has committed; `false` when there was nothing new.
    pub fn refresh(&self) -> Result<bool, Error> {
        let committed = self.files.load_metas()?.opstamp;
        let seen = self.seen.swap(committed, Ordering::AcqRel);
        if seen == committed {
            return Ok(false);
        }
        self.reader.reload()?;
        Ok(true)
    }

    /// Documents that can be found.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Adds a document or replaces the one with the same id.
    pub fn put(&self, document: &Document) -> Result<(), Error> {
        let fields = document.to_fields(&self.fields)?;
        self.write(|writer| {
            writer.delete_term(Term::from_field_text(self.fields.id, &document.id));
            writer.add_document(fields)?;
            Ok(())
        })
    }

    /// Removes the document with this id, if there is one.
    pub fn delete(&self, id: &str) -> Result<(), Error> {
        self.write(|writer| {
            writer.delete_term(Term::from_field_text(self.fields.id, id));
            Ok(())
        })
    }

    /// Removes all documents; they can be found until the next commit.
    pub fn clear(&self) -> Result<(), Error> {
        self.write(|writer| {
            writer.delete_query(Box::new(AllQuery))?;
            Ok(())
        })
    }

    /// Makes all writes durable and visible at once, together with `sequence`.
    pub fn commit(&self, sequence: u64) -> Result<(), Error> {
        self.write(|writer| {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&sequence.to_string());
            commit.commit()?;
            Ok(())
        })?;
        self.refresh()?;
        Ok(())
    }

    /// Gives back the writer's memory once merging is done; the next write makes a new one.
    ///
    /// Writes since the last commit are lost.
    pub fn rest(&self) -> Result<(), Error> {
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
            self.reader.reload()?;
        }
        Ok(())
    }

    /// Forgets the writes since the last commit.
    pub fn abandon(&self) {
        drop(
            self.writer
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }

    /// Answers a query; no text makes it fail.
    pub fn search(&self, query: &Query) -> Result<Answer, Error> {
        let searcher = self.reader.searcher();
        self.at(&searcher).answer(query)
    }

    /// What may be meant by the beginning of a text; nothing before two letters.
    pub fn suggest(&self, prefix: &str) -> Result<Vec<Suggestion>, Error> {
        let searcher = self.reader.searcher();
        self.at(&searcher).suggest(prefix)
    }

    fn at<'a>(&'a self, searcher: &'a tantivy::Searcher) -> Search<'a> {
        Search {
            searcher,
            fields: &self.fields,
            vocabulary: &self.vocabulary,
        }
    }

    fn write(&self, act: impl FnOnce(&mut IndexWriter) -> Result<(), Error>) -> Result<(), Error> {
        let mut guard = self.writer.lock().map_err(|_| Error::Interrupted)?;
        let writer = match guard.take() {
            Some(writer) => guard.insert(writer),
            None => guard.insert(self.new_writer()?),
        };
        let done = act(writer);
        if done.is_err() {
            // A writer that failed refuses all further work; the next write begins at the last commit.
            *guard = None;
        }
        done
    }

    fn new_writer(&self) -> Result<IndexWriter, Error> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(WRITER_MEMORY)
            .build();
        let writer = self.files.writer_with_options(options)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(MERGED_AT_ONCE);
        writer.set_merge_policy(Box::new(merging));
        Ok(writer)
    }
}

fn open_files(folder: &Path) -> tantivy::Result<(tantivy::Index, Fields, IndexReader)> {
    let (schema, fields) = Fields::build();
    let directory = MmapDirectory::open(folder)?;
    let mut index = tantivy::Index::open_or_create(directory, schema)?;
    index.set_tokenizers(analyzer::tokenizers());
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(STORE_CACHE)
        .try_into()?;
    Ok((index, fields, reader))
}

/// Whether the files may be sound all the same: the system refused to read or lock them.
fn is_passing(error: &TantivyError) -> bool {
    matches!(
        error,
        TantivyError::IoError(_)
            | TantivyError::LockFailure(..)
            | TantivyError::OpenDirectoryError(_)
            | TantivyError::OpenReadError(OpenReadError::IoError { .. })
    )
}
