//! What can go wrong with an index.

use std::io;
use std::path::PathBuf;

use tantivy::directory::error::LockError;

impl From<tantivy::TantivyError> for Error {
    fn from(source: tantivy::TantivyError) -> Self {
        match source {
            tantivy::TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            source => Self::Index(source),
        }
    }
}

/// A failure of the index; a query text can never cause one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder could not be made or listed.
    #[error("folder {folder} of the search index cannot be used")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another process writes to the index.
    #[error("another process writes to the search index")]
    Busy,
    /// The index library failed, mostly for want of disk space or because files were removed.
    #[error("search index: {0}")]
    Index(#[source] tantivy::TantivyError),
    /// Files of the index could not be read.
    #[error("files of the search index cannot be read")]
    Read(#[from] io::Error),
    /// A stored document is not what this version writes.
    #[error("a stored document of the search index does not parse")]
    Stored(#[source] serde_json::Error),
    /// An earlier write failed halfway; the index has to be opened again.
    #[error("an earlier write to the search index was interrupted")]
    Interrupted,
}
