//! How many requests one address may send in a minute, and how long one may take.

use super::address;
use super::problem::Problem;
use crate::app::App;
use crate::error::{Kind, Message};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::HeaderValue;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// Counts requests by address; kept in memory of the node.
#[derive(Debug, Clone)]
pub struct Limiter {
    by_address: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    trusted: Arc<Vec<IpAddr>>,
    per_minute: u32,
}

impl Limiter {
    /// The limit that the settings ask for.
    pub fn new(app: &App) -> Self {
        let per_minute = app.settings.limits.requests_per_minute.max(1);
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            by_address: Arc::new(RateLimiter::keyed(quota)),
            trusted: Arc::new(app.settings.server.trusted_proxies.clone()),
            per_minute,
        }
    }
}

/// Answers 429 to an address beyond its limit; assets and health checks are not counted.
pub async fn limit(State(limiter): State<Limiter>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || matches!(path, "/healthz" | "/readyz") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let client = address::client(&parts, &limiter.trusted);
    if limiter.by_address.check_key(&client).is_err() {
        let message = Message::new("limit-requests").with("most", i64::from(limiter.per_minute));
        let problem = Problem::new(Kind::RateLimited, "limit.requests", message, Vec::new());
        let mut response = problem.into_response();
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("60"));
        return response;
    }
    if limiter.by_address.len() > 50_000 {
        limiter.by_address.retain_recent();
    }
    next.run(Request::from_parts(parts, body)).await
}

/// How long a request may take until its answer begins.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Duration);

impl Deadline {
    /// The limit that the settings ask for.
    pub fn new(app: &App) -> Self {
        Self(Duration::from_secs(
            app.settings.server.request_seconds.max(1),
        ))
    }
}

/// Gives a request up whose answer does not begin in time. Files on their way in take the time they need.
pub async fn deadline(State(limit): State<Deadline>, request: Request, next: Next) -> Response {
    let brings_files = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.as_bytes();
        kind.starts_with(b"multipart/") || kind == b"application/offset+octet-stream"
    });
    if brings_files {
        return next.run(request).await;
    }
    let outcome = tokio::time::timeout(limit.0, next.run(request)).await;
    outcome.unwrap_or_else(|_| {
        let message = Message::new("limit-time");
        Problem::new(Kind::Unavailable, "limit.time", message, Vec::new()).into_response()
    })
}
