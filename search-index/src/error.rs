//! What can go wrong with an index.

use std::io;
use std::path::PathBuf;

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
    /// The index library failed, mostly for want of disk space or because files were removed.
    #[error("search index: {0}")]
    Index(#[from] tantivy::TantivyError),
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
