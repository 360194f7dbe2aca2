//! What can go wrong with the index.

use crate::error::{Failure, Kind, Message};
use crate::lanes::LaneError;
use crate::{catalog, database};

/// A failure of this part.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index on disk.
    #[error(transparent)]
    Index(#[from] search_index::Error),
    /// The lane is full, or the query took too long.
    #[error(transparent)]
    Lane(#[from] LaneError),
    /// A dataset could not be read.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Index(search_index::Error::Busy) => Kind::Unavailable,
            Self::Index(_) => Kind::Internal,
            Self::Lane(inner) => inner.kind(),
            Self::Catalog(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Index(search_index::Error::Busy) => "search.busy",
            Self::Index(_) => "search.index",
            Self::Lane(inner) => inner.code(),
            Self::Catalog(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Index(search_index::Error::Busy) => Message::new("search-busy"),
            Self::Index(_) => Message::new("search-index-broken"),
            Self::Lane(inner) => inner.message(),
            Self::Catalog(inner) => inner.message(),
            Self::Database(inner) => inner.message(),
        }
    }
}
