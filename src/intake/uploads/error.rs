//! What can go wrong with an upload.

use crate::database;
use crate::error::{Failure, Kind, Message};
use crate::storage;

/// A failure of this part.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such upload, or somebody else's.
    #[error("not found")]
    NotFound,
    /// It has expired, was cancelled, or its bytes are lost.
    #[error("the upload is gone")]
    Gone,
    /// The person hands in no data.
    #[error("not allowed")]
    Refused,
    /// Another request is writing it.
    #[error("another request writes the upload")]
    Locked,
    /// The bytes sent don't begin where the upload stands.
    #[error("the upload stands at {0} bytes")]
    Offset(u64),
    /// Larger than the limit, in bytes.
    #[error("more than {0} bytes")]
    TooLarge(u64),
    /// More bytes than were announced.
    #[error("more bytes than announced")]
    TooLong,
    /// The person has as many open uploads as the limit allows.
    #[error("{0} uploads are open")]
    TooMany(u32),
    /// `Upload-Metadata` can't be understood.
    #[error("the metadata can't be understood")]
    Metadata,
    /// `Upload-Checksum` can't be understood.
    #[error("the checksum can't be understood")]
    ChecksumUnknown,
    /// The bytes don't have the checksum sent with them.
    #[error("the checksum differs")]
    ChecksumDiffers,
    /// The connection broke, or stood still.
    #[error("the connection broke")]
    Broken,
    /// It is not finished.
    #[error("the upload is not finished")]
    Unfinished,
    /// It is a file of another draft already.
    #[error("the upload was used before")]
    Used,
    /// The store.
    #[error(transparent)]
    Storage(storage::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source.into())
    }
}

impl From<storage::Error> for Error {
    fn from(source: storage::Error) -> Self {
        match source {
            storage::Error::Busy => Self::Locked,
            other => Self::Storage(other),
        }
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::Gone => Kind::Gone,
            Self::Refused => Kind::Forbidden,
            Self::Locked | Self::Offset(_) | Self::TooMany(_) | Self::Unfinished | Self::Used => {
                Kind::Conflict
            }
            Self::TooLarge(_) | Self::TooLong => Kind::TooLarge,
            Self::Metadata | Self::ChecksumUnknown | Self::ChecksumDiffers | Self::Broken => {
                Kind::Invalid
            }
            Self::Storage(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "upload.not_found",
            Self::Gone => "upload.gone",
            Self::Refused => "upload.refused",
            Self::Locked => "upload.locked",
            Self::Offset(_) => "upload.offset",
            Self::TooLarge(_) => "upload.too_large",
            Self::TooLong => "upload.too_long",
            Self::TooMany(_) => "upload.too_many",
            Self::Metadata => "upload.metadata",
            Self::ChecksumUnknown => "upload.checksum_unknown",
            Self::ChecksumDiffers => "upload.checksum_differs",
            Self::Broken => "upload.broken",
            Self::Unfinished => "upload.unfinished",
            Self::Used => "upload.used",
            Self::Storage(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::NotFound => Message::new("error-not-found"),
            Self::Gone => Message::new("upload-gone"),
            Self::Refused => Message::new("submission-not-your-role"),
            Self::Locked => Message::new("upload-locked"),
            Self::Offset(at) => {
                Message::new("upload-offset").with("at", i64::try_from(*at).unwrap_or(i64::MAX))
            }
            Self::TooLarge(most) => Message::new("upload-too-large")
                .with("most", i64::try_from(most >> 20).unwrap_or(i64::MAX)),
            Self::TooLong => Message::new("upload-too-long"),
            Self::TooMany(most) => Message::new("upload-too-many").with("most", i64::from(*most)),
            Self::Metadata => Message::new("upload-metadata"),
            Self::ChecksumUnknown => Message::new("upload-checksum-unknown"),
            Self::ChecksumDiffers => Message::new("upload-checksum-differs"),
            Self::Broken => Message::new("upload-broken"),
            Self::Unfinished => Message::new("upload-unfinished"),
            Self::Used => Message::new("upload-used"),
            Self::Storage(inner) => inner.message(),
            Self::Database(inner) => inner.message(),
        }
    }
}
