//! `/healthz` (alive), `/readyz` (can serve), `/metrics` (for callers on this machine).

use crate::app::App;
use crate::http::address::ClientAddress;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

/// The three routes.
pub fn router(metrics: Option<PrometheusHandle>) -> Router<App> {
    let print = move |ClientAddress(client): ClientAddress, headers: HeaderMap| {
        let metrics = metrics.clone();
        async move {
            // What a proxy on this machine passes on comes from elsewhere, whether it is trusted or not.
            let local = client.is_loopback() && !headers.contains_key("x-forwarded-for");
            match metrics.filter(|_| local) {
                Some(handle) => handle.render().into_response(),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
    };
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(print))
}

// A balancer asks every few seconds: whoever has not answered by then counts as away.
const PATIENCE: Duration = Duration::from_secs(3);

async fn ready(State(app): State<App>) -> Response {
    let (database, storage) = tokio::join!(
        timeout(PATIENCE, app.database.ping()),
        timeout(PATIENCE, app.storage.ping())
    );
    let database = matches!(database, Ok(Ok(())));
    let storage = matches!(storage, Ok(Ok(())));
    let index = app.search.is_ready();
    let body = axum::Json(json!({ "database": database, "storage": storage, "index": index }));
    let is_ready = database && storage && index;
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let mut response = (status, [(CACHE_CONTROL, "no-store")], body).into_response();
    if !is_ready {
        response
            .headers_mut()
            .insert(RETRY_AFTER, http::HeaderValue::from_static("2"));
    }
    response
}
