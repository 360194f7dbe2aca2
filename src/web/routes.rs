//! The only list of pages.

use super::{akun, masuk, page, undangan};
use crate::app::App;
use axum::Router;
use axum::extract::{Path, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

/// The pages, with the layer that turns failures into pages.
pub fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/masuk", get(masuk::get).post(masuk::post))
        .route("/keluar", post(masuk::leave))
        .route(
            "/undangan/{secret}",
            get(undangan::get).post(undangan::post),
        )
        .route("/akun", get(akun::get))
        .route("/akun/sandi", post(akun::password))
        .route("/akun/token", post(akun::create_token))
        .route("/akun/token/{id}/cabut", post(akun::revoke_token))
        .fallback(|| async { crate::http::problem::Problem::not_found() })
        .layer(middleware::from_fn_with_state(app.clone(), page::respond))
        .route("/assets/{hash}/{name}", get(asset))
}

async fn asset(State(app): State<App>, Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(asset) = app
        .pages
        .assets()
        .by_path(&format!("/assets/{hash}/{name}"))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = asset.bytes.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    response
}
