//! `/masuk` and `/keluar`: signing in and out.

use super::page::{Ctx, Fields, Posted, PostedByAnyone, local_path, see_other};
use crate::accounts::sign_in;
use crate::error::{Failure, Kind};
use crate::http::address::ClientAddress;
use crate::http::auth;
use crate::http::problem::{self, Problem};
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

/// The form.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let wanted = ctx
        .param("lanjut")
        .map(|path| local_path(&path))
        .unwrap_or_default();
    if ctx.visitor.actor.is_some() {
        return Ok(see_other(if wanted.is_empty() {
            "/kerja"
        } else {
            &wanted
        }));
    }
    let context = json!({ "name": "", "wanted": wanted, "resume": "", "resume_to": "", "errors": [], "expired": false });
    ctx.form(StatusCode::OK, "masuk/show.html", context).await
}

/// The form again, when a session ended while somebody typed: what was typed travels along.
pub async fn resume_page(ctx: &Ctx, fields: &Fields) -> Result<Response, Problem> {
    let typed = fields
        .0
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "csrf" | "once" | "password"));
    let resume: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(typed)
        .finish();
    let context = json!({
        "name": "", "wanted": "", "resume": resume, "resume_to": ctx.path, "errors": [], "expired": true,
    });
    ctx.form(StatusCode::UNAUTHORIZED, "masuk/show.html", context)
        .await
}

/// Signs in.
pub async fn post(
    State(app): State<crate::app::App>,
    ClientAddress(address): ClientAddress,
    PostedByAnyone { ctx, fields }: PostedByAnyone,
) -> Result<Response, Problem> {
    let name = fields.get("nama").to_owned();
    let secret = fields.raw("password").to_owned();
    let now = app.clock.now();
    let outcome = sign_in::sign_in(
        &app.database,
        &app.lanes,
        &app.throttle,
        &name,
        secret,
        address,
        now,
    )
    .await;
    let signed_in = match outcome {
        Ok(signed_in) => signed_in,
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::RateLimited) => {
            let status = problem::status(error.kind());
            let context = json!({
                "name": name,
                "wanted": fields.get("lanjut"),
                "resume": fields.raw("resume"),
                "resume_to": fields.get("resume_to"),
                "errors": ctx.errors(&error),
                "expired": false,
            });
            return ctx.form(status, "masuk/show.html", context).await;
        }
        Err(error) => return Err(error.into()),
    };
    auth::bind(&ctx.visitor.session, &signed_in).await?;
    let resume_to = fields.get("resume_to");
    if !resume_to.is_empty() {
        return resume(
            ctx,
            &local_path(resume_to),
            fields.raw("resume"),
            &signed_in,
        )
        .await;
    }
    let wanted = fields.get("lanjut");
    Ok(see_other(&if wanted.is_empty() {
        "/kerja".to_owned()
    } else {
        local_path(wanted)
    }))
}

// Shows what was typed before the session ended, ready to be sent again.
async fn resume(
    mut ctx: Ctx,
    to: &str,
    typed: &str,
    signed_in: &sign_in::SignedIn,
) -> Result<Response, Problem> {
    ctx.visitor.actor =
        sign_in::resume(&ctx.app.database, &signed_in.account_id, signed_in.epoch).await?;
    let fields: Vec<(String, String)> = form_urlencoded::parse(typed.as_bytes())
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    ctx.form(
        StatusCode::OK,
        "masuk/lanjut.html",
        json!({ "to": to, "fields": fields }),
    )
    .await
}

/// Signs out.
pub async fn leave(Posted { ctx, .. }: Posted) -> Result<Response, Problem> {
    ctx.visitor
        .session
        .flush()
        .await
        .map_err(|_| Problem::unavailable())?;
    Ok(see_other("/"))
}
