//! `/kelola/topik`: topics.

use super::require;
use crate::catalog::topics::{self, TopicDraft};
use crate::error::{Failure, Kind};
use crate::http::problem::{self, Problem};
use crate::release::feed;
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

/// The list, with the form for a new one.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    show(
        &ctx,
        StatusCode::OK,
        &TopicDraft::default(),
        None,
        Vec::new(),
    )
    .await
}

/// The list, with the form for a known one.
pub async fn edit(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let known = topics::by_name(&mut tx, &name).await?;
    let draft = TopicDraft {
        name: known.name,
        title: known.title,
        code: known.code,
        description: known.description,
    };
    show(&ctx, StatusCode::OK, &draft, Some(&name), Vec::new()).await
}

async fn show(
    ctx: &Ctx,
    status: StatusCode,
    d: &TopicDraft,
    known: Option<&str>,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let rows: Vec<Value> = topics::list(&mut tx)
        .await?
        .iter()
        .map(|topic| json!({ "name": topic.name, "title": topic.title, "code": topic.code }))
        .collect();
    let context = json!({
        "rows": rows, "known": known, "errors": errors,
        "d": { "name": d.name, "title": d.title, "code": d.code, "description": d.description },
    });
    ctx.form(status, "kelola/topik.html", context).await
}

fn read(fields: &Fields) -> TopicDraft {
    let get = |name| fields.get(name).to_owned();
    TopicDraft {
        name: get("name"),
        title: get("title"),
        code: get("code"),
        description: get("description"),
    }
}

/// Makes one.
pub async fn create(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    match topics::create(&mut tx, Some(ctx.actor()?), &draft, ctx.app.clock.now()).await {
        Ok(_) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(see_other("/kelola/topik"))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            drop(tx);
            show(
                &ctx,
                problem::status(error.kind()),
                &draft,
                None,
                ctx.errors(&error),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes one.
pub async fn update(
    Path(name): Path<String>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    let now = ctx.app.clock.now();
    match topics::update(&mut tx, ctx.actor()?, &name, &draft, now).await {
        Ok(()) => {
            feed::topic_changed(&mut tx, &name, now).await?;
            tx.commit().await.map_err(crate::database::Error::from)?;
            ctx.app.ring();
            Ok(see_other("/kelola/topik"))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            drop(tx);
            show(
                &ctx,
                problem::status(error.kind()),
                &draft,
                Some(&name),
                ctx.errors(&error),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}
