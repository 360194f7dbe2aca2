//! `/kelola/topik`: topics.

use super::{Form, require, settle};
use crate::catalog::topics::{self, Topic, TopicDraft};
use crate::http::problem::Problem;
use crate::release::feed;
use crate::web::page::{Ctx, Fields, Posted};
use crate::web::said;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

const LIST: &str = "/kelola/topik";

/// The list, with the form for a new one.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    show(&ctx, None, Form::fresh(TopicDraft::default())).await
}

/// The list, with the form for a known one.
pub async fn edit(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let known = topics::by_name(&mut tx, &name).await?;
    drop(tx);
    let draft = TopicDraft {
        name: known.name,
        title: known.title,
        title_en: known.title_en,
        code: known.code,
        description: known.description,
    };
    show(&ctx, Some(&name), Form::fresh(draft)).await
}

async fn show(ctx: &Ctx, known: Option<&str>, form: Form<TopicDraft>) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let rows: Vec<Value> = topics::list(&mut tx).await?.iter().map(row).collect();
    drop(tx);
    let context = json!({ "rows": rows, "known": known, "errors": form.errors, "d": form.draft });
    ctx.form(form.status, "kelola/topik.html", context).await
}

fn row(topic: &Topic) -> Value {
    json!({ "name": topic.name, "title": topic.title, "title_en": topic.title_en, "code": topic.code })
}

fn read(fields: &Fields) -> TopicDraft {
    let get = |name| fields.get(name).to_owned();
    TopicDraft {
        name: get("name"),
        title: get("title"),
        title_en: get("title_en"),
        code: get("code"),
        description: get("description"),
    }
}

/// Makes one.
pub async fn create(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    let made = topics::create(&mut tx, Some(ctx.actor()?), &draft, ctx.app.clock.now()).await;
    let title = draft.title.clone();
    match settle(&ctx, tx, draft, made).await? {
        Ok(_) => said::about(&ctx, LIST, "said-saved", &title).await,
        Err(form) => show(&ctx, None, form).await,
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
    let changed = topics::update(&mut tx, ctx.actor()?, &name, &draft, now).await;
    if changed.is_ok() {
        feed::topic_changed(&mut tx, &name, now).await?;
    }
    let title = draft.title.clone();
    match settle(&ctx, tx, draft, changed).await? {
        Ok(()) => {
            ctx.app.ring();
            said::about(&ctx, LIST, "said-saved", &title).await
        }
        Err(form) => show(&ctx, Some(&name), form).await,
    }
}
