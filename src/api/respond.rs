//! Failures as `application/problem+json` (RFC 9457) in the language asked for.

use crate::app::App;
use crate::error::Message;
use crate::http::problem::Problem;
use crate::web::i18n::Language;
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LANGUAGE, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value, json};

/// The language of what a request is answered with.
pub(super) fn language(app: &App, query: Option<&str>, headers: &HeaderMap) -> Language {
    let default = Language::parse(&app.settings.site.language).unwrap_or(Language::Indonesian);
    Language::negotiate(query, headers, default)
}

/// Writes the body of a failure that travels in a response's extensions.
pub(super) async fn problems(State(app): State<App>, request: Request, next: Next) -> Response {
    let language = language(&app, request.uri().query(), request.headers());
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let body = Json(document(&problem, language)).into_response();
    *response.body_mut() = body.into_body();
    let headers = response.headers_mut();
    headers.remove(http::header::CONTENT_LENGTH);
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    response
}

fn document(problem: &Problem, language: Language) -> Value {
    let facts = problem.facts();
    let status = problem.status();
    let sentence = |message: &Message| language.text(message);
    let mut members = Map::new();
    members.insert("type".to_owned(), json!("about:blank"));
    members.insert("title".to_owned(), json!(status.canonical_reason()));
    members.insert("status".to_owned(), json!(status.as_u16()));
    members.insert("detail".to_owned(), json!(sentence(&facts.message)));
    members.insert("code".to_owned(), json!(facts.code));
    if !facts.problems.is_empty() {
        let one = |problem: &crate::error::FieldProblem| {
            json!({
                "field": problem.field,
                "code": problem.code,
                "message": sentence(&problem.message),
            })
        };
        let all: Vec<Value> = facts.problems.iter().map(one).collect();
        members.insert("errors".to_owned(), Value::Array(all));
    }
    members.extend(facts.members.clone());
    Value::Object(members)
}
