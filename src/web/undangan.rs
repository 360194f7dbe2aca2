//! `/undangan/{secret}`: the page behind a link that sets a password.

use super::page::{Ctx, PostedByAnyone};
use super::said;
use crate::accounts::links::{self, Acceptance, Purpose};
use crate::accounts::people;
use crate::accounts::sign_in::SignedIn;
use crate::error::{Failure, Kind};
use crate::http::auth;
use crate::http::problem::Problem;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

/// The form.
pub async fn get(Path(secret): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let context = view(&ctx, &secret, &Acceptance::default(), Vec::new()).await?;
    ctx.form(StatusCode::OK, "undangan/show.html", context)
        .await
}

async fn view(
    ctx: &Ctx,
    secret: &str,
    typed: &Acceptance,
    errors: Vec<super::page::ErrorView>,
) -> Result<serde_json::Value, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let link = links::find(&mut tx, secret, ctx.app.clock.now()).await?;
    let (person, name) = match &link.account_id {
        Some(id) => (
            people::display_name(&mut tx, id.as_str()).await?,
            people::sign_in_name(&mut tx, id).await?,
        ),
        None => (String::new(), typed.name.clone()),
    };
    Ok(json!({
        "secret": secret,
        "is_first": link.purpose == Purpose::FirstAdmin,
        "person": person,
        "name": name,
        "display_name": typed.display_name,
        "least": ctx.app.settings.login.password_length,
        "errors": errors,
    }))
}

/// Sets the password and signs in.
pub async fn post(
    Path(secret): Path<String>,
    PostedByAnyone { ctx, fields }: PostedByAnyone,
) -> Result<Response, Problem> {
    let app = ctx.app.clone();
    let acceptance = Acceptance {
        password: fields.raw("password").to_owned(),
        repeated: fields.raw("repeated").to_owned(),
        name: fields.get("name").to_owned(),
        display_name: fields.get("display_name").to_owned(),
    };
    let least = app.settings.login.password_length;
    let outcome = links::accept(
        &app.database,
        &app.lanes,
        &secret,
        acceptance.clone(),
        least,
        app.clock.now(),
    )
    .await;
    match outcome {
        Ok(account_id) => {
            let mut tx = app.database.begin_read().await?;
            let epoch = crate::accounts::sign_in::epoch(&mut tx, &account_id).await?;
            auth::bind(&ctx.visitor.session, &SignedIn { account_id, epoch }).await?;
            said::done(&ctx, "/kerja", "said-signed-in").await
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let context = view(&ctx, &secret, &acceptance, ctx.errors(&error)).await?;
            ctx.form(
                StatusCode::UNPROCESSABLE_ENTITY,
                "undangan/show.html",
                context,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}
