//! A failure on its way to the caller: the one mapping from [`Kind`] to a status.
//!
//! As a response it is `application/problem+json` (RFC 9457) until the face that answers renders it: pages turn
//! it into a page, since the failure itself travels along in the response's extensions.

use crate::error::{Failure, FieldProblem, Kind, Message};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::sync::Arc;

/// What the caller is told.
#[derive(Debug, Clone)]
pub struct Problem(Arc<Facts>);

/// The facts of a failure, free of language.
#[derive(Debug)]
pub struct Facts {
    /// Class.
    pub kind: Kind,
    /// Stable code.
    pub code: &'static str,
    /// What to tell the person.
    pub message: Message,
    /// Problems of single fields.
    pub problems: Vec<FieldProblem>,
    /// The status, where another one than that of the class is agreed upon.
    pub status: Option<StatusCode>,
    /// Further members of the JSON form, such as the new state of a conflict.
    pub members: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    /// The failure of a part. Internal ones are logged here, once, and their text goes no further.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is what map_err hands over"
    )]
    pub fn of(failure: impl Failure) -> Self {
        if failure.kind() == Kind::Internal {
            tracing::error!(error = %Chain(&failure), "a request failed");
        } else if failure.kind() == Kind::Unavailable {
            tracing::warn!(error = %Chain(&failure), "a request could not be served now");
        }
        Self::new(
            failure.kind(),
            failure.code(),
            failure.message(),
            failure.problems(),
        )
    }

    /// A failure of the faces themselves.
    pub fn new(
        kind: Kind,
        code: &'static str,
        message: Message,
        problems: Vec<FieldProblem>,
    ) -> Self {
        Self(Arc::new(Facts {
            kind,
            code,
            message,
            problems,
            status: None,
            members: serde_json::Map::new(),
        }))
    }

    /// The same with a further member in its JSON form.
    #[must_use]
    pub fn with_member(self, name: &str, value: serde_json::Value) -> Self {
        let mut members = self.0.members.clone();
        members.insert(name.to_owned(), value);
        Self(Arc::new(Facts {
            kind: self.0.kind,
            code: self.0.code,
            message: self.0.message.clone(),
            problems: self.0.problems.clone(),
            status: self.0.status,
            members,
        }))
    }

    /// The same with a problem of one field more.
    #[must_use]
    pub fn with_problem(self, problem: FieldProblem) -> Self {
        let mut problems = self.0.problems.clone();
        problems.push(problem);
        Self(Arc::new(Facts {
            kind: self.0.kind,
            code: self.0.code,
            message: self.0.message.clone(),
            problems,
            status: self.0.status,
            members: self.0.members.clone(),
        }))
    }

    /// The same with another status than that of its class.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self(Arc::new(Facts {
            kind: self.0.kind,
            code: self.0.code,
            message: self.0.message.clone(),
            problems: self.0.problems.clone(),
            status: Some(status),
            members: self.0.members.clone(),
        }))
    }

    /// A fault of the portal.
    pub fn internal() -> Self {
        Self::new(
            Kind::Internal,
            "internal",
            Message::new("error-internal"),
            Vec::new(),
        )
    }

    /// A service that the portal needs is away.
    pub fn unavailable() -> Self {
        Self::new(
            Kind::Unavailable,
            "database.unavailable",
            Message::new("database-unavailable"),
            Vec::new(),
        )
    }

    /// Nothing is here.
    pub fn not_found() -> Self {
        Self::new(
            Kind::NotFound,
            "not_found",
            Message::new("error-not-found"),
            Vec::new(),
        )
    }

    /// The facts.
    pub fn facts(&self) -> &Facts {
        &self.0
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status.unwrap_or_else(|| status(self.0.kind))
    }
}

/// The status of a class of failure.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Gone => StatusCode::GONE,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    // The body is written by the outermost layer of the face, which knows the language asked for.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if matches!(self.0.kind, Kind::Unavailable | Kind::RateLimited) {
            response.headers_mut().insert(
                http::header::RETRY_AFTER,
                http::HeaderValue::from_static("5"),
            );
        }
        response.extensions_mut().insert(self);
        response
    }
}

macro_rules! from_part {
    ($($part:path),+ $(,)?) => {
        $(impl From<$part> for Problem {
            fn from(error: $part) -> Self {
                Self::of(error)
            }
        })+
    };
}

from_part!(
    crate::accounts::Error,
    crate::catalog::Error,
    crate::storage::Error,
    crate::lanes::LaneError,
    crate::query::Error,
    crate::review::table::Error,
    crate::schema::Error,
    crate::search::Error,
    crate::workbook::Error
);

impl From<crate::submission::Error> for Problem {
    fn from(error: crate::submission::Error) -> Self {
        let submission = error.submission().cloned();
        let state = match &error {
            crate::submission::Error::NotNow { state, .. }
            | crate::submission::Error::NotEditable { state, .. } => Some(*state),
            _ => None,
        };
        let mut problem = Self::of(error);
        if let Some(submission) = submission {
            problem = problem.with_member("submission", serde_json::json!(submission));
        }
        if let Some(state) = state {
            problem = problem.with_member("state", serde_json::json!(state));
        }
        problem
    }
}

struct Chain<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(inner) = source {
            write!(f, ": {inner}")?;
            source = inner.source();
        }
        Ok(())
    }
}
