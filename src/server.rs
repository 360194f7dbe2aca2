//! The whole server: the faces side by side, and the layers around them.

use crate::accounts::session_store::Sessions;
use crate::app::App;
use crate::http::limits;
use crate::web::headers;
use crate::{api, interop, web};
use axum::{Router, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// Every route of the portal. Without `metrics`, `/metrics` answers nothing.
pub fn router(app: &App, metrics: Option<PrometheusHandle>) -> Router {
    let sessions = sessions(app);
    Router::new()
        .merge(web::routes::router(app).layer(sessions.clone()))
        .merge(interop::router())
        .nest("/api/v1", api::router(app, sessions))
        .merge(api::health::router(metrics))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            interop::dcat::beside_pages,
        ))
        .layer(middleware::from_fn_with_state(
            limits::Limiter::new(app),
            limits::limit,
        ))
        .layer(middleware::from_fn_with_state(
            limits::Deadline::new(app),
            limits::deadline,
        ))
        .layer(middleware::from_fn(headers::secure))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(crate::http::log::request))
        .with_state(app.clone())
}

fn sessions(app: &App) -> SessionManagerLayer<Sessions> {
    let hours = app.settings.login.idle_hours;
    let idle = jiff::SignedDuration::from_hours(hours);
    let store = Sessions::new(app.database.clone(), app.clock.clone(), idle);
    SessionManagerLayer::new(store)
        .with_name("lumbung")
        .with_secure(app.settings.server.secure_cookies)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::hours(hours)))
}
