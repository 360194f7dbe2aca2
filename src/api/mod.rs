//! The native HTTP API v1: routes, extractors, problem+json, OpenAPI. Holds no rules.

mod respond;
pub mod rows;

use crate::app::App;
use axum::Router;
use axum::middleware;

/// Everything below `/api/v1`, with the layer that writes failures as `application/problem+json`.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .merge(rows::routes())
        .layer(middleware::from_fn_with_state(
            app.clone(),
            respond::problems,
        ))
}
