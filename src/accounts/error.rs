//! What can go wrong with people and organizations.

use crate::database;
use crate::error::{Failure, FieldProblem, Kind, Message};

/// A failure of this part.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Name and password don't belong together.
    #[error("name and password don't match")]
    WrongCredentials,
    /// The account is disabled; told only to whoever has its password, or administers it.
    #[error("the account is disabled")]
    Disabled,
    /// Too many attempts; wait.
    #[error("too many attempts to sign in")]
    TooManyAttempts,
    /// The token is unknown, expired or revoked.
    #[error("the token is not valid")]
    TokenInvalid,
    /// The token may only read.
    #[error("the token may only read")]
    TokenReadsOnly {
        /// The name that its owner signs in with.
        user: String,
    },
    /// The link is unknown, used or expired.
    #[error("the link does not work any more")]
    LinkInvalid,
    /// The actor may not do this.
    #[error("not allowed")]
    Forbidden,
    /// No such person, organization or token.
    #[error("not found")]
    NotFound,
    /// Fields that can't be taken as they are.
    #[error("{} fields need mending", .0.len())]
    Fields(Vec<FieldProblem>),
    /// An administrator can't disable their own account or drop their own administration.
    #[error("administrators can't lock themselves out")]
    OwnAccount,
    /// The password could not be hashed or checked.
    #[error("password hashing failed")]
    Hashing,
    /// The node is too busy to check a password now.
    #[error(transparent)]
    Lane(#[from] crate::lanes::LaneError),
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
    /// One field that can't be taken.
    pub fn field(field: &str, code: &'static str, message: Message) -> Self {
        Self::Fields(vec![FieldProblem {
            field: field.to_owned(),
            code,
            message,
        }])
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::WrongCredentials | Self::Disabled | Self::Fields(_) | Self::OwnAccount => {
                Kind::Invalid
            }
            Self::TooManyAttempts => Kind::RateLimited,
            Self::TokenInvalid => Kind::Unauthenticated,
            Self::LinkInvalid | Self::NotFound => Kind::NotFound,
            Self::TokenReadsOnly { .. } | Self::Forbidden => Kind::Forbidden,
            Self::Hashing => Kind::Internal,
            Self::Lane(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "accounts.wrong_credentials",
            Self::Disabled => "accounts.disabled",
            Self::TooManyAttempts => "accounts.too_many_attempts",
            Self::TokenInvalid => "accounts.token_invalid",
            Self::TokenReadsOnly { .. } => "accounts.token_reads_only",
            Self::LinkInvalid => "accounts.link_invalid",
            Self::Forbidden => "accounts.forbidden",
            Self::NotFound => "accounts.not_found",
            Self::Fields(_) => "accounts.fields",
            Self::OwnAccount => "accounts.own_account",
            Self::Hashing => "internal",
            Self::Lane(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::WrongCredentials => Message::new("accounts-wrong-credentials"),
            Self::Disabled => Message::new("accounts-disabled"),
            Self::TooManyAttempts => Message::new("accounts-too-many-attempts"),
            Self::TokenInvalid => Message::new("accounts-token-invalid"),
            Self::TokenReadsOnly { user } => {
                Message::new("accounts-token-reads-only").with("user", user.as_str())
            }
            Self::LinkInvalid => Message::new("accounts-link-invalid"),
            Self::Forbidden => Message::new("accounts-forbidden"),
            Self::NotFound => Message::new("error-not-found"),
            Self::Fields(_) => Message::new("error-fields"),
            Self::OwnAccount => Message::new("accounts-own-account"),
            Self::Hashing => Message::new("error-internal"),
            Self::Lane(inner) => inner.message(),
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
