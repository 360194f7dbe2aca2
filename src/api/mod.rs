//! The native HTTP API v1: routes, extractors, problem+json, OpenAPI. Holds no rules.

mod catalogue;
pub mod health;
pub mod openapi;
mod respond;
pub mod rows;
mod submissions;

use crate::app::App;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use axum::{Json, middleware};
use http::HeaderMap;

/// Everything below `/api/v1`, with the layer that writes failures as `application/problem+json`.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .merge(catalogue::routes())
        .merge(rows::routes())
        .merge(submissions::routes())
        .route("/openapi.json", get(document))
        .fallback(catalogue::unknown)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            respond::problems,
        ))
}

async fn document(State(app): State<App>, headers: HeaderMap) -> Json<serde_json::Value> {
    Json(openapi::document(&crate::http::base_url::of(
        &app, &headers,
    )))
}
