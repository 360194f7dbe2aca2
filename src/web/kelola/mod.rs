//! `/kelola`: people, organizations and topics, for administrators.

pub mod orang;
pub mod organisasi;
pub mod topik;

use crate::accounts::Error;
use crate::http::problem::Problem;
use crate::web::page::Ctx;
use axum::response::Response;
use serde_json::json;

/// The front page of administration.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    ctx.html("kelola/index.html", json!({})).await
}

// The parts check each act; the pages themselves say no before they list anything.
fn require(ctx: &Ctx) -> Result<(), Problem> {
    if ctx.actor()?.is_admin() {
        Ok(())
    } else {
        Err(Error::Forbidden.into())
    }
}
