//! One line for each request: method, route pattern, status, milliseconds. Never an address, a query or a name.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs and counts a request.
pub async fn request(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    metrics::counter!("lumbung_requests_total", "status" => status.to_string()).increment(1);
    metrics::histogram!("lumbung_request_seconds").record(started.elapsed().as_secs_f64());
    tracing::info!(http.method = %method, http.route = route, http.status = status, duration_ms, "request");
    response
}
