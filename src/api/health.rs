//! `/healthz` (alive), `/readyz` (can serve), `/metrics` (for callers on this machine).

use crate::app::App;
use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use std::net::SocketAddr;

/// The three routes.
pub fn router(metrics: Option<PrometheusHandle>) -> Router<App> {
    let print = move |peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>| {
        let metrics = metrics.clone();
        async move {
            let local = peer.is_none_or(|peer| peer.0.0.ip().is_loopback());
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

async fn ready(State(app): State<App>) -> Response {
    let database = app.database.ping().await.is_ok();
    let storage = app.storage.ping().await.is_ok();
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
