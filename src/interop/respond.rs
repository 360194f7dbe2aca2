//! Public answers with their caching headers.

use crate::http::problem::Problem;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

/// Shared caches keep public answers for a minute, so that a withdrawal is everywhere within one.
pub(super) const PUBLIC: HeaderValue =
    HeaderValue::from_static("public, max-age=0, s-maxage=60, must-revalidate");

/// A public document, or 304 when the caller has it already. `headers` are the request's.
pub(super) fn document(headers: &HeaderMap, content_type: &'static str, body: Vec<u8>) -> Response {
    let hash = Sha256::digest(&body);
    let tag = format!("W/\"{}\"", hex::encode(hash.get(..16).unwrap_or_default()));
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static(content_type);
        ([(CONTENT_TYPE, kind)], body).into_response()
    };
    response.headers_mut().insert(CACHE_CONTROL, PUBLIC);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// The layer that says what failed in one line of text, for documents that no person reads.
pub(super) async fn problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned() else {
        return response;
    };
    let mut answer = (problem.status(), problem.facts().code).into_response();
    if let Some(seconds) = response.headers().get(RETRY_AFTER) {
        let headers = answer.headers_mut();
        headers.insert(RETRY_AFTER, seconds.clone());
    }
    answer
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = tag.trim_start_matches("W/");
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == opaque)
}
