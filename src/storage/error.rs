//! What can go wrong with the store.

use crate::error::{Failure, Kind, Message};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such blob.
    #[error("the store has no such blob")]
    Missing,
    /// A service that does not accept the keys, or a folder without the right to enter.
    #[error(
        "the store refuses access: see storage.access_key and storage.secret_key, or the rights of the folder"
    )]
    Refused(#[source] object_store::Error),
    /// The store can't be reached.
    #[error("the store is not available")]
    Unavailable(#[source] object_store::Error),
    /// A local copy does not have the hash of its name.
    #[error("a copied blob is damaged")]
    Damaged,
    /// Another request writes the same upload.
    #[error("another request writes it")]
    Busy,
    /// Reading or writing on this machine failed.
    #[error("reading or writing failed")]
    Io(#[from] std::io::Error),
}

impl From<object_store::Error> for Error {
    fn from(source: object_store::Error) -> Self {
        match source {
            object_store::Error::NotFound { .. } => Self::Missing,
            object_store::Error::PermissionDenied { .. }
            | object_store::Error::Unauthenticated { .. } => Self::Refused(source),
            other => Self::Unavailable(other),
        }
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Missing | Self::Damaged => Kind::Internal,
            Self::Busy => Kind::Conflict,
            Self::Refused(_) | Self::Unavailable(_) | Self::Io(_) => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "storage.missing",
            Self::Damaged => "storage.damaged",
            Self::Busy => "storage.busy",
            Self::Refused(_) | Self::Unavailable(_) | Self::Io(_) => "storage.unavailable",
        }
    }

    fn message(&self) -> Message {
        match self.kind() {
            Kind::Conflict => Message::new("upload-locked"),
            Kind::Unavailable => Message::new("storage-unavailable"),
            _ => Message::new("error-internal"),
        }
    }
}
