//! Why a workbook can't be edited.

use crate::error::{Failure, Kind, Message};

/// Why a workbook can't be edited or made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is protected by a password.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// Its archive or XML is damaged, or of a form that is not known here.
    #[error("the workbook can't be edited: {0}")]
    Broken(String),
    /// It unpacks to more than is allowed, or takes more time or memory.
    #[error("the workbook unpacks to too much")]
    TooLarge,
    /// The disk refused.
    #[error("a file could not be read or written")]
    Io(#[source] std::io::Error),
    /// No child process is free, or none could be started.
    #[error(transparent)]
    Lane(#[from] crate::lanes::LaneError),
    /// The stored file could not be had.
    #[error(transparent)]
    Storage(#[from] crate::storage::Error),
}

impl Error {
    /// The name under which a child process tells it.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::TooLarge => "too_large",
            Self::Broken(_) | Self::Io(_) | Self::Lane(_) | Self::Storage(_) => "broken",
        }
    }

    /// What a child process told.
    pub(super) fn named(name: &str, reason: &str) -> Self {
        match name {
            "encrypted" => Self::Encrypted,
            "too_large" => Self::TooLarge,
            _ => Self::Broken(reason.to_owned()),
        }
    }

    pub(super) fn broken(reason: &str) -> Self {
        Self::Broken(reason.to_owned())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Self::TooLarge,
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => {
                Self::Broken(error.to_string())
            }
            _ => Self::Io(error),
        }
    }
}

impl From<crate::query::Error> for Error {
    fn from(error: crate::query::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => error.into(),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<quick_xml::Error> for Error {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) => std::io::Error::new(error.kind(), error).into(),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for Error {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::IoError(error) => Self::Io(error),
            other => Self::Broken(other.to_string()),
        }
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Encrypted | Self::Broken(_) | Self::TooLarge => Kind::Invalid,
            Self::Io(_) => Kind::Internal,
            Self::Lane(error) => error.kind(),
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Encrypted => "workbook.encrypted",
            Self::Broken(_) => "workbook.broken",
            Self::TooLarge => "workbook.too_large",
            Self::Io(_) => "internal",
            Self::Lane(error) => error.code(),
            Self::Storage(error) => error.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Encrypted => Message::new("workbook-encrypted"),
            Self::Broken(_) => Message::new("workbook-broken"),
            Self::TooLarge => Message::new("workbook-too-large"),
            Self::Io(_) => Message::new("error-internal"),
            Self::Lane(error) => error.message(),
            Self::Storage(error) => error.message(),
        }
    }
}
