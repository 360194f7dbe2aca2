//! What can go wrong with two tables.

use crate::error::{Failure, Kind, Message};
use crate::lanes::{ChildEnd, LaneError};
use crate::query;

/// Source of an internal fault.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why two tables can't be compared or joined.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The two tables share no column.
    #[error("the tables share no column")]
    NothingInCommon,
    /// A correction needs a key, and none was declared or found.
    #[error("nothing identifies the rows to be corrected")]
    NoKey,
    /// A declared key column is not in both tables.
    #[error("key column {name} is not in both tables")]
    KeyColumnMissing {
        /// Its name.
        name: String,
    },
    /// The work ran into its limit of time or memory.
    #[error("the tables are too large to be compared")]
    TooHeavy,
    /// All places for such work are taken.
    #[error("no place is free")]
    Busy,
    /// A table can't be read.
    #[error("a table can't be read")]
    Table(#[from] query::Error),
    /// The work broke off or left no result.
    #[error("the work broke off")]
    Broken(#[source] Cause),
}

impl Error {
    pub(super) fn broken(cause: impl Into<Cause>) -> Self {
        Self::Broken(cause.into())
    }

    /// The word under which a child names a fault of its task.
    pub(super) const fn word(&self) -> Option<&'static str> {
        match self {
            Self::NothingInCommon => Some("nothing_in_common"),
            Self::NoKey => Some("no_key"),
            _ => None,
        }
    }

    /// The fault that such a word names.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "nothing_in_common" => Some(Self::NothingInCommon),
            "no_key" => Some(Self::NoKey),
            _ => None,
        }
    }
}

impl From<LaneError> for Error {
    fn from(error: LaneError) -> Self {
        match error {
            LaneError::Busy => Self::Busy,
            LaneError::TimedOut => Self::TooHeavy,
            LaneError::Broken(_) => Self::broken(error),
        }
    }
}

impl From<ChildEnd> for Error {
    fn from(end: ChildEnd) -> Self {
        match end {
            ChildEnd::OverTime | ChildEnd::OverMemory | ChildEnd::OverFileSize => Self::TooHeavy,
            ChildEnd::Exited { .. } | ChildEnd::Signalled { .. } => {
                Self::broken(format!("the child ended early: {end:?}"))
            }
        }
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NothingInCommon
            | Self::NoKey
            | Self::KeyColumnMissing { .. }
            | Self::TooHeavy => Kind::Invalid,
            Self::Busy => Kind::Unavailable,
            Self::Table(error) => error.kind(),
            Self::Broken(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NothingInCommon => "combine.nothing_in_common",
            Self::NoKey => "combine.key_needed",
            Self::KeyColumnMissing { .. } => "combine.key_column_missing",
            Self::TooHeavy => "combine.too_heavy",
            Self::Busy => "combine.busy",
            Self::Table(error) => error.code(),
            Self::Broken(_) => "combine.broken",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::NothingInCommon => Message::new("combine-nothing-in-common"),
            Self::NoKey => Message::new("combine-key-needed"),
            Self::KeyColumnMissing { name } => {
                Message::new("combine-key-column-missing").with("name", name.as_str())
            }
            Self::TooHeavy => Message::new("combine-too-heavy"),
            Self::Busy => Message::new("combine-busy"),
            Self::Table(error) => error.message(),
            Self::Broken(_) => Message::new("combine-broken"),
        }
    }
}
