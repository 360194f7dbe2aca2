//! What can go wrong with schemas and code lists.

use crate::database;
use crate::error::{Failure, FieldProblem, Kind, Message};

/// A failure of this part.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such table, schema or list, or none that the actor may know of.
    #[error("not found")]
    NotFound,
    /// The actor may not do this.
    #[error("not allowed")]
    Forbidden,
    /// Somebody else has changed it meanwhile.
    #[error("the schema has changed meanwhile")]
    Stale,
    /// It can't be taken as it is.
    #[error("{} places need mending", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// The database.
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source.into())
    }
}

impl Error {
    /// One place that can't be taken.
    pub fn field(field: &str, code: &'static str, message: Message) -> Self {
        Self::Invalid(vec![FieldProblem {
            field: field.to_owned(),
            code,
            message,
        }])
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::Forbidden => Kind::Forbidden,
            Self::Stale => Kind::Conflict,
            Self::Invalid(_) => Kind::Invalid,
            Self::Database(inner) => inner.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "schema.not_found",
            Self::Forbidden => "schema.forbidden",
            Self::Stale => "schema.stale",
            Self::Invalid(_) => "schema.invalid",
            Self::Database(inner) => inner.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::NotFound => Message::new("error-not-found"),
            Self::Forbidden => Message::new("schema-forbidden"),
            Self::Stale => Message::new("schema-stale"),
            Self::Invalid(_) => Message::new("error-fields"),
            Self::Database(inner) => inner.message(),
        }
    }

    fn problems(&self) -> Vec<FieldProblem> {
        match self {
            Self::Invalid(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}
