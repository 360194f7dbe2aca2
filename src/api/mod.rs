//! The native HTTP API v1: routes, extractors, problem+json, OpenAPI. Holds no rules.

mod catalogue;
mod creation;
pub mod examples;
mod files;
pub mod health;
mod mending;
pub mod openapi;
mod parameters;
mod reading;
mod respond;
pub mod rows;
mod schema;
mod schemas;
mod submissions;
mod uploads;

use crate::accounts::session_store::Sessions;
use crate::app::App;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use axum::{Json, middleware};
use http::HeaderMap;
use tower_sessions::SessionManagerLayer;

/// Everything below `/api/v1`, with the layer that writes failures as `application/problem+json`.
///
/// `sessions` reads the sessions of the pages: their script sends uploads here, and nothing else.
pub fn router(app: &App, sessions: SessionManagerLayer<Sessions>) -> Router<App> {
    Router::new()
        .merge(catalogue::routes())
        .merge(submissions::routes())
        .merge(uploads::routes().layer(sessions))
        .route("/openapi.json", get(document))
        .route_layer(middleware::from_fn(parameters::check))
        .merge(rows::routes())
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
