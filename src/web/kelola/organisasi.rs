//! `/kelola/organisasi`: agencies.

use super::{Form, require, settle};
use crate::accounts::organizations::{self, Organization, OrganizationDraft};
use crate::http::problem::Problem;
use crate::release::feed;
use crate::web::page::{Ctx, Fields, Posted};
use crate::web::said;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

const LIST: &str = "/kelola/organisasi";

/// The list.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let all = organizations::list(&mut tx).await?;
    drop(tx);
    let rows: Vec<Value> = all.iter().map(row).collect();
    ctx.html("kelola/organisasi.html", json!({ "rows": rows }))
        .await
}

fn row(known: &Organization) -> Value {
    json!({
        "name": known.name,
        "title": known.title,
        "abbreviation": known.abbreviation,
        "kind": known.kind,
        "endorsement": known.endorsement == 1,
    })
}

/// The form for a new one.
pub async fn new(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    show(&ctx, None, Form::fresh(OrganizationDraft::default())).await
}

/// The form for a known one.
pub async fn edit(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let known = organizations::by_name(&mut tx, &name).await?;
    drop(tx);
    show(&ctx, Some(&name), Form::fresh(draft_of(known))).await
}

fn draft_of(known: Organization) -> OrganizationDraft {
    OrganizationDraft {
        name: known.name,
        title: known.title,
        abbreviation: known.abbreviation,
        kind: known.kind,
        description: known.description,
        affairs: known.affairs,
        contact: known.contact,
        endorsement: known.endorsement == 1,
    }
}

async fn show(
    ctx: &Ctx,
    known: Option<&str>,
    form: Form<OrganizationDraft>,
) -> Result<Response, Problem> {
    let context = json!({ "known": known, "errors": form.errors, "d": form.draft });
    ctx.form(form.status, "kelola/organisasi-isi.html", context)
        .await
}

fn read(fields: &Fields) -> OrganizationDraft {
    let get = |name| fields.get(name).to_owned();
    OrganizationDraft {
        name: get("name"),
        title: get("title"),
        abbreviation: get("abbreviation"),
        kind: get("kind"),
        description: get("description"),
        affairs: get("affairs"),
        contact: get("contact"),
        endorsement: fields.has("endorsement"),
    }
}

/// Makes one.
pub async fn create(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    let actor = Some(ctx.actor()?);
    let made = organizations::create(&mut tx, actor, &draft, ctx.app.clock.now()).await;
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
    let now = ctx.app.clock.now();
    let mut tx = ctx.app.database.begin().await?;
    let known = organizations::by_name(&mut tx, &name).await?;
    let changed = organizations::update(&mut tx, ctx.actor()?, &known.id, &draft, now).await;
    if changed.is_ok() {
        feed::organization_changed(&mut tx, &known.id, now).await?;
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
