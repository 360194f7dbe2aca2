//! `/akun`: one's own account: password and tokens.

use super::page::{Ctx, ErrorView, Fields, Posted};
use super::said;
use crate::accounts::links::Acceptance;
use crate::accounts::{sign_in, tokens};
use crate::error::{Failure, Kind};
use crate::http::auth;
use crate::http::problem::Problem;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use jiff::SignedDuration;
use serde::Serialize;
use serde_json::json;

#[derive(Serialize)]
struct TokenView {
    id: String,
    name: String,
    scopes: String,
    expires_at: Option<i64>,
    created_at: i64,
    is_open: bool,
}

/// The page.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    show(&ctx, StatusCode::OK, None, Vec::new()).await
}

async fn show(
    ctx: &Ctx,
    status: StatusCode,
    fresh: Option<String>,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let now = crate::database::clock::micros(ctx.app.clock.now());
    let mut tx = ctx.app.database.begin_read().await?;
    let list: Vec<TokenView> = tokens::list(&mut tx, actor)
        .await?
        .into_iter()
        .map(|token| TokenView {
            is_open: token.revoked_at.is_none() && token.expires_at.is_none_or(|at| at > now),
            id: token.id,
            name: token.name,
            scopes: token.scopes,
            expires_at: token.expires_at,
            created_at: token.created_at,
        })
        .collect();
    let context = json!({
        "name": actor.name,
        "display_name": actor.display_name,
        "tokens": list,
        "fresh": fresh,
        "least": ctx.app.settings.login.password_length,
        "errors": errors,
    });
    ctx.form(status, "akun/show.html", context).await
}

/// Changes the password.
pub async fn password(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let app = &ctx.app;
    let new = Acceptance {
        password: fields.raw("password").to_owned(),
        repeated: fields.raw("repeated").to_owned(),
        ..Acceptance::default()
    };
    let old = fields.raw("old").to_owned();
    let least = app.settings.login.password_length;
    let outcome = sign_in::change_password(
        &app.database,
        &app.lanes,
        actor,
        old,
        new,
        least,
        app.clock.now(),
    )
    .await;
    match outcome {
        Ok(()) => {
            let mut tx = app.database.begin_read().await?;
            let epoch = sign_in::epoch(&mut tx, &actor.account_id).await?;
            let signed_in = sign_in::SignedIn {
                account_id: actor.account_id.clone(),
                epoch,
            };
            auth::bind(&ctx.visitor.session, &signed_in).await?;
            said::done(&ctx, "/akun", "said-password").await
        }
        Err(error) if error.kind() == Kind::Invalid => {
            show(
                &ctx,
                StatusCode::UNPROCESSABLE_ENTITY,
                None,
                ctx.errors(&error),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a token and shows it once.
pub async fn create_token(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let now = ctx.app.clock.now();
    let days: i64 = fields.get("days").parse().unwrap_or(90);
    let expires = now
        .checked_add(SignedDuration::from_hours(24 * days.clamp(1, 3650)))
        .ok();
    let scopes = tokens::parse_scopes(scope_text(&fields)).ok_or_else(Problem::internal)?;
    let mut tx = ctx.app.database.begin().await?;
    let token = tokens::create(&mut tx, actor, fields.get("name"), scopes, expires, now).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    show(&ctx, StatusCode::OK, Some(token), Vec::new()).await
}

fn scope_text(fields: &Fields) -> &'static str {
    if fields.get("scope") == "write" {
        "read,write"
    } else {
        "read"
    }
}

/// Ends a token.
pub async fn revoke_token(
    Path(id): Path<String>,
    Posted { ctx, .. }: Posted,
) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let mut tx = ctx.app.database.begin().await?;
    tokens::revoke(&mut tx, actor, &id, ctx.app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    said::done(&ctx, "/akun", "said-revoked").await
}
