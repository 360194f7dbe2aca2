//! The envelope of answers and errors.

use super::super::respond;
use crate::error::{Arg, Failure, Kind};
use crate::http::problem::{Facts, Problem};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

const JSON: &str = "application/json;charset=utf-8";
const SCRIPT: &str = "application/javascript;charset=utf-8";

/// What an action gives.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Outcome {
    /// A value.
    Value(Value),
    /// JSON text that is passed on as it is, so that numbers keep their digits.
    Raw(Box<RawValue>),
}

impl From<Value> for Outcome {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

/// Why an action gives nothing, in CKAN's classes.
#[derive(Debug)]
pub(super) enum Error {
    /// 404, with a detail or without.
    NotFound(Option<String>),
    /// 409: messages by parameter.
    Invalid(Map<String, Value>),
    /// 400: a search parameter that can't be taken.
    SearchQuery(String),
    /// 409: a query text that can't be taken.
    Search(String),
    /// 400 outside the envelope.
    BadRequest(String),
    /// A failure of the portal's parts.
    Problem(Problem),
}

impl<E: Failure> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Problem(Problem::of(error))
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Error {
    /// One message for one parameter.
    pub(super) fn field(name: &str, message: &str) -> Self {
        let mut fields = Map::new();
        fields.insert(name.to_owned(), json!([message]));
        Self::Invalid(fields)
    }

    /// A parameter that has to be there.
    pub(super) fn missing(name: &str) -> Self {
        Self::field(name, "Missing value")
    }

    fn parts(self) -> (StatusCode, Map<String, Value>) {
        match self {
            Self::NotFound(detail) => {
                let text =
                    detail.map_or_else(|| "Not found".to_owned(), |d| format!("Not found: {d}"));
                (StatusCode::NOT_FOUND, error("Not Found Error", &text))
            }
            Self::Invalid(fields) => {
                let mut object = Map::new();
                object.insert("__type".to_owned(), json!("Validation Error"));
                object.extend(fields);
                (StatusCode::CONFLICT, object)
            }
            Self::SearchQuery(text) => {
                let text = format!("Search Query is invalid: {text}");
                (StatusCode::BAD_REQUEST, error("Search Query Error", &text))
            }
            Self::Search(text) => {
                let text = format!("Search error: {text}");
                (StatusCode::CONFLICT, error("Search Error", &text))
            }
            Self::BadRequest(text) => (StatusCode::BAD_REQUEST, error("Bad request", &text)),
            Self::Problem(problem) => of_problem(problem.facts()),
        }
    }
}

fn error(kind: &str, message: &str) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("__type".to_owned(), json!(kind));
    object.insert("message".to_owned(), json!(message));
    object
}

fn of_problem(facts: &Facts) -> (StatusCode, Map<String, Value>) {
    let not_found = |text: &str| (StatusCode::NOT_FOUND, error("Not Found Error", text));
    match facts.kind {
        Kind::NotFound => not_found("Not found"),
        Kind::Gone => {
            let mut args = facts.message.args.iter();
            match args.find(|(name, _)| *name == "reason") {
                Some((_, Arg::Text(reason))) => {
                    not_found(&format!("Not found: withdrawn: {reason}"))
                }
                _ => not_found("Not found: withdrawn"),
            }
        }
        Kind::Forbidden | Kind::Unauthenticated => (
            StatusCode::FORBIDDEN,
            error("Authorization Error", "Access denied"),
        ),
        Kind::Invalid | Kind::Conflict | Kind::TooLarge => {
            let mut object = Map::new();
            object.insert("__type".to_owned(), json!("Validation Error"));
            for problem in &facts.problems {
                object.insert(problem.field.clone(), json!([problem.code]));
            }
            if facts.problems.is_empty() {
                object.insert("message".to_owned(), json!(facts.code));
            }
            (StatusCode::CONFLICT, object)
        }
        Kind::RateLimited => (
            StatusCode::TOO_MANY_REQUESTS,
            error("Rate Limit Error", "Too many requests"),
        ),
        Kind::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            error("Service Unavailable", "Try again in a few seconds"),
        ),
        Kind::Internal => (
            StatusCode::INTERNAL_SERVER_ERROR,
            error("Internal Server Error", "Internal Server Error"),
        ),
    }
}

/// What the envelope needs to know of the request.
#[derive(Debug)]
pub(super) struct Call {
    /// Address of the action's documentation.
    pub(super) help: String,
    /// Headers of the request.
    pub(super) headers: HeaderMap,
    /// Function that wants to be called with the answer (JSONP).
    pub(super) callback: Option<String>,
    /// Whether the answer may be kept by caches.
    pub(super) is_get: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    help: &'a str,
    success: bool,
    result: &'a Outcome,
}

impl Call {
    /// The response to an action's outcome.
    pub(super) fn answer(&self, outcome: Result<Outcome, Error>) -> Response {
        match outcome {
            Ok(result) => self.success(&result),
            Err(Error::BadRequest(text)) => {
                let text = json!(format!("Bad request - {text}"));
                body(StatusCode::BAD_REQUEST, text.to_string())
            }
            Err(error) => failure(&self.help, error),
        }
    }

    fn success(&self, result: &Outcome) -> Response {
        let answer = Answer {
            help: &self.help,
            success: true,
            result,
        };
        let Ok(mut text) = serde_json::to_vec(&answer) else {
            return failure(&self.help, Error::Problem(Problem::internal()));
        };
        let content_type = match &self.callback {
            None => JSON,
            Some(function) => {
                text.splice(0..0, format!("{function}(").into_bytes());
                text.extend_from_slice(b");");
                SCRIPT
            }
        };
        if self.is_get {
            return respond::document(&self.headers, content_type, text);
        }
        let kind = HeaderValue::from_static(content_type);
        let no_store = HeaderValue::from_static("no-store");
        ([(CONTENT_TYPE, kind), (CACHE_CONTROL, no_store)], text).into_response()
    }
}

fn failure(help: &str, error: Error) -> Response {
    let is_busy = matches!(&error, Error::Problem(problem)
        if matches!(problem.facts().kind, Kind::Unavailable | Kind::RateLimited));
    let (status, error) = error.parts();
    let text = json!({ "help": help, "success": false, "error": error });
    let mut response = body(status, text.to_string());
    if is_busy {
        let seconds = HeaderValue::from_static("5");
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

fn body(status: StatusCode, text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(JSON)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, text).into_response()
}

/// The layer that gives failures of extractors and inner layers CKAN's form.
pub(super) async fn problems(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let action = path.rsplit('/').next().unwrap_or_default();
    let help = format!("/api/3/action/help_show?name={action}");
    let response = next.run(request).await;
    match response.extensions().get::<Problem>().cloned() {
        Some(problem) => failure(&help, Error::Problem(problem)),
        None => response,
    }
}
