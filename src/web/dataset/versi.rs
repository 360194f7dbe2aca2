//! `/dataset/{name}/versi`: the history; `/versi/{n}`: an older version; `/versi/{a}..{b}`: what lies between.

use super::{gone, show};
use crate::catalog::public;
use crate::http::problem::Problem;
use crate::web::page::Ctx;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

/// The history.
pub async fn list(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, &name, None).await {
        Ok(found) => found,
        Err(error) => return gone(error, "/versi"),
    };
    let history = public::history(&mut tx, &found.dataset.id).await?;
    let context = json!({
        "name": found.dataset.name, "title": found.dataset.title, "from": Value::Null, "to": Value::Null,
        "versions": history.iter().map(show::version_view).collect::<Vec<_>>(),
    });
    ctx.html("dataset/versi.html", context).await
}

/// One version, or the versions between two.
pub async fn get(
    Path((name, which)): Path<(String, String)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    if let Ok(number) = which.parse::<i64>() {
        return show::version(&ctx, &name, number).await;
    }
    let Some((from, to)) = which.split_once("..") else {
        return Err(Problem::not_found());
    };
    let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) else {
        return Err(Problem::not_found());
    };
    let (from, to) = (from.min(to), from.max(to));
    let mut tx = ctx.app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, &name, None).await {
        Ok(found) => found,
        Err(error) => return gone(error, "/versi"),
    };
    let history = public::history(&mut tx, &found.dataset.id).await?;
    let between: Vec<Value> = history
        .iter()
        .filter(|v| v.number > from && v.number <= to)
        .map(show::version_view)
        .collect();
    let context = json!({ "name": found.dataset.name, "title": found.dataset.title, "from": from, "to": to, "versions": between });
    ctx.html("dataset/versi.html", context).await
}
