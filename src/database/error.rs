//! What can go wrong below the parts.

use crate::error::{Failure, Kind, Message};

/// A stored name that its enum does not know.
#[derive(Debug, thiserror::Error)]
#[error("{what} has no value named {text:?}")]
pub struct UnknownName {
    /// Name of the type.
    pub what: &'static str,
    /// The text found.
    pub text: String,
}

/// A failure of the database or of what is stored in it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database can't be reached, is locked, or has no free connection.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// A constraint refused a write that the part did not expect to be refused.
    #[error("a constraint refused the write")]
    Constraint(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Stored data that does not parse.
    #[error("{table}.{column} of {row} does not parse")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Key of the row.
        row: String,
    },
    /// Any other failure of a statement.
    #[error("a statement failed")]
    Statement(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        match &source {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(source),
            sqlx::Error::Database(inner) if is_away(inner.as_ref()) => Self::Unavailable(source),
            sqlx::Error::Database(inner)
                if inner.is_unique_violation()
                    || inner.is_foreign_key_violation()
                    || inner.is_check_violation() =>
            {
                Self::Constraint(source)
            }
            _ => Self::Statement(source),
        }
    }
}

impl Error {
    /// Whether a unique key refused the write.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Constraint(sqlx::Error::Database(inner)) if inner.is_unique_violation())
    }
}

// SQLite: 5 busy, 6 locked, 10 I/O, 13 full, 14 can't open (extended codes carry them in the low byte).
// PostgreSQL: class 08 connection, 53 resources, 57P server going down or starting, 55P03 lock, 40001 and 40P01
// a transaction that lost to another one: all worth trying again.
fn is_away(error: &dyn sqlx::error::DatabaseError) -> bool {
    let Some(code) = error.code() else {
        return false;
    };
    if let Ok(number) = code.parse::<u32>()
        && code.len() < 5
    {
        return matches!(number & 0xff, 5 | 6 | 10 | 13 | 14);
    }
    code.starts_with("08")
        || code.starts_with("53")
        || code.starts_with("57P")
        || matches!(code.as_ref(), "55P03" | "40001" | "40P01")
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Unavailable(_) => Kind::Unavailable,
            Self::Constraint(_)
            | Self::Migration(_)
            | Self::Inconsistent { .. }
            | Self::Statement(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self.kind() {
            Kind::Unavailable => "database.unavailable",
            _ => "internal",
        }
    }

    fn message(&self) -> Message {
        match self.kind() {
            Kind::Unavailable => Message::new("database-unavailable"),
            _ => Message::new("error-internal"),
        }
    }
}
