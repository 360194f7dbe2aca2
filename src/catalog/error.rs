//! What can go wrong with the catalogue.

use crate::database;
use crate::error::{Failure, FieldProblem, Kind, Message};

/// A failure of this part.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing public has this name or id.
    #[error("not found")]
    NotFound,
    /// The dataset has another name now.
    #[error("renamed to {0}")]
    Renamed(String),
    /// It was public and is withdrawn.
    #[error("withdrawn")]
    Withdrawn {
        /// Title, which stays public.
        title: String,
        /// The public reason.
        reason: String,
        /// When (microseconds UTC).
        at: i64,
    },
    /// The name is in use.
    #[error("the name is taken")]
    NameTaken,
    /// The actor may not do this.
    #[error("not allowed")]
    Forbidden,
    /// Fields that can't be taken as they are.
    #[error("{} fields need mending", .0.len())]
    Fields(Vec<FieldProblem>),
    /// The database.
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source.into())
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound | Self::Renamed(_) => Kind::NotFound,
            Self::Withdrawn { .. } => Kind::Gone,
            Self::NameTaken => Kind::Conflict,
            Self::Forbidden => Kind::Forbidden,
            Self::Fields(_) => Kind::Invalid,
            Self::Database(inner) => inner.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound | Self::Renamed(_) => "catalog.not_found",
            Self::Withdrawn { .. } => "catalog.withdrawn",
            Self::NameTaken => "catalog.name_taken",
            Self::Forbidden => "catalog.forbidden",
            Self::Fields(_) => "catalog.fields",
            Self::Database(inner) => inner.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::NotFound | Self::Renamed(_) => Message::new("error-not-found"),
            Self::Withdrawn { title, reason, .. } => Message::new("catalog-withdrawn")
                .with("title", title.as_str())
                .with("reason", reason.as_str()),
            Self::NameTaken => Message::new("catalog-name-taken"),
            Self::Forbidden => Message::new("accounts-forbidden"),
            Self::Fields(_) => Message::new("error-fields"),
            Self::Database(inner) => inner.message(),
        }
    }

    fn problems(&self) -> Vec<FieldProblem> {
        match self {
            Self::Fields(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}
