//! What the page after a redirect says once: that the act was done.
//!
//! The message waits in the session, so a reload or a shared address does not say it again.

use super::page::{Ctx, see_other};
use crate::http::problem::Problem;
use axum::response::Response;
use fluent_bundle::FluentArgs;

const KEY: &str = "said";

/// A redirect to a page that says `message` (without arguments) once.
pub async fn done(ctx: &Ctx, path: &str, message: &str) -> Result<Response, Problem> {
    about(ctx, path, message, "").await
}

/// The same with the name of what it was done to, as the message's `name`.
pub async fn about(ctx: &Ctx, path: &str, message: &str, name: &str) -> Result<Response, Problem> {
    let kept = ctx.visitor.session.insert(KEY, (message, name)).await;
    kept.map_err(|_| Problem::unavailable())?;
    Ok(see_other(path))
}

/// What this page is to say, in its language; the next one says nothing.
pub(super) async fn take(ctx: &Ctx) -> Result<Option<String>, Problem> {
    let session = &ctx.visitor.session;
    let unavailable = |_| Problem::unavailable();
    // Only a message that waits is removed: each removal writes the session.
    let waiting: Option<(String, String)> = session.get(KEY).await.map_err(unavailable)?;
    let Some((message, name)) = waiting else {
        return Ok(None);
    };
    session.remove_value(KEY).await.map_err(unavailable)?;
    let mut args = FluentArgs::new();
    args.set("name", name);
    Ok(Some(ctx.language.format(&message, Some(&args))))
}
