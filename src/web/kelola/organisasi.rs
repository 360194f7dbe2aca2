//! `/kelola/organisasi`: agencies.

use super::require;
use crate::accounts::organizations::{self, Organization, OrganizationDraft};
use crate::error::{Failure, Kind};
use crate::http::problem::{self, Problem};
use crate::release::feed;
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

/// The list.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let all = organizations::list(&mut tx).await?;
    let rows: Vec<Value> = all
        .iter()
        .map(|o| json!({ "name": o.name, "title": o.title, "abbreviation": o.abbreviation, "kind": o.kind, "endorsement": o.endorsement == 1 }))
        .collect();
    ctx.html("kelola/organisasi.html", json!({ "rows": rows }))
        .await
}

/// The form for a new one.
pub async fn new(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    form(
        &ctx,
        StatusCode::OK,
        None,
        &OrganizationDraft::default(),
        Vec::new(),
    )
    .await
}

/// The form for a known one.
pub async fn edit(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let known = organizations::by_name(&mut tx, &name).await?;
    form(
        &ctx,
        StatusCode::OK,
        Some(&name),
        &draft_of(&known),
        Vec::new(),
    )
    .await
}

fn draft_of(known: &Organization) -> OrganizationDraft {
    OrganizationDraft {
        name: known.name.clone(),
        title: known.title.clone(),
        abbreviation: known.abbreviation.clone(),
        kind: known.kind.clone(),
        description: known.description.clone(),
        affairs: known.affairs.clone(),
        contact: known.contact.clone(),
        endorsement: known.endorsement == 1,
    }
}

async fn form(
    ctx: &Ctx,
    status: StatusCode,
    known: Option<&str>,
    d: &OrganizationDraft,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let context = json!({
        "known": known, "errors": errors,
        "d": { "name": d.name, "title": d.title, "abbreviation": d.abbreviation, "kind": d.kind,
               "description": d.description, "affairs": d.affairs, "contact": d.contact, "endorsement": d.endorsement },
    });
    ctx.form(status, "kelola/organisasi-isi.html", context)
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
    let outcome =
        organizations::create(&mut tx, Some(ctx.actor()?), &draft, ctx.app.clock.now()).await;
    match outcome {
        Ok(_) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(see_other("/kelola/organisasi"))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            form(
                &ctx,
                problem::status(error.kind()),
                None,
                &draft,
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
    let known = organizations::by_name(&mut tx, &name).await?;
    let now = ctx.app.clock.now();
    match organizations::update(&mut tx, ctx.actor()?, &known.id, &draft, now).await {
        Ok(()) => {
            feed::organization_changed(&mut tx, &known.id, now).await?;
            tx.commit().await.map_err(crate::database::Error::from)?;
            ctx.app.ring();
            Ok(see_other("/kelola/organisasi"))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            drop(tx);
            form(
                &ctx,
                problem::status(error.kind()),
                Some(&name),
                &draft,
                ctx.errors(&error),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}
