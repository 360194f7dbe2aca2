//! CKAN's action API (`/api/3/action/…`), as its clients expect it from CKAN 2.11 and 2.12.

mod actions;
pub(super) mod catalogue;
mod datastore;
mod envelope;
mod facets;
mod filter_query;
mod groups;
pub(super) mod package;
mod parameters;
mod restriction;
mod search;

use crate::app::App;
use crate::http::base_url;
use axum::Json;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use envelope::Call;
use http::Method;
use parameters::Parameters;
use serde_json::json;

/// The routes of the action API, with the layer that puts failures into CKAN's envelope.
pub fn router() -> Router<App> {
    let mut router = Router::new()
        .route("/api/3/action/{action}", get(act).post(act))
        .route("/api/action/{action}", get(act).post(act));
    for version in 1..=3 {
        for slash in ["", "/"] {
            let answer = move || async move { Json(json!({ "version": version })) };
            router = router.route(&format!("/api/{version}{slash}"), get(answer));
        }
    }
    router.layer(middleware::from_fn(envelope::problems))
}

/// What CKAN answers at `/api`, with the ways from there on; clients of CKAN look at `version` alone.
pub fn version_answer(site: &str) -> Response {
    let link = |path: &str, kind: &str| json!({ "href": format!("{site}{path}"), "type": kind });
    let json = "application/json";
    Json(json!({
        "version": 1,
        "links": {
            "guide": link("/api", "text/html"),
            "openapi": link("/api/v1/openapi.json", json),
            "search": link("/api/v1/search?q=", json),
            "datasets": link("/api/v1/datasets", json),
            "submissions": link("/api/v1/submissions", json),
            "ckan": link("/api/3/action/package_search", json),
        },
    }))
    .into_response()
}

async fn act(State(app): State<App>, Path(action): Path<String>, request: Request) -> Response {
    let is_get = request.method() != Method::POST;
    let headers = request.headers().clone();
    let site = base_url::of(&app, &headers);
    let mut call = Call {
        help: format!("{site}/api/3/action/help_show?name={action}"),
        headers,
        callback: None,
        is_get,
    };
    if !actions::is_known(&action) {
        let text = format!("Action name not known: {action}");
        return call.answer(Err(envelope::Error::BadRequest(text)));
    }
    let outcome = match Parameters::read(request, app.settings.limits.form_bytes).await {
        Ok(mut parameters) => {
            call.callback = parameters.take_callback().filter(|_| is_get);
            actions::run(&app, &site, &action, &parameters).await
        }
        Err(error) => Err(error),
    };
    call.answer(outcome)
}
