//! Step 1: which dataset, and how the file relates to it.

use super::{Draft, step};
use crate::accounts::{OrganizationId, organizations};
use crate::catalog::dataset;
use crate::database::Tx;
use crate::error::{Failure, FieldProblem, Kind as Class, Message};
use crate::http::problem::{self, Problem};
use crate::intake::drafts::{self, DraftRequest, Target};
use crate::review::actions::{self, ActionRequest};
use crate::submission::{Action, Kind, Metadata, SubmissionId, metadata};
use crate::web::once::Once;
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use crate::web::said;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

/// The start: a new dataset, or one of the organization's own.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let nothing = Fields::default();
    show(&ctx, StatusCode::OK, &nothing, Vec::new(), None).await
}

async fn show(
    ctx: &Ctx,
    status: StatusCode,
    typed: &Fields,
    errors: Vec<ErrorView>,
    open: Option<&SubmissionId>,
) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let mut tx = ctx.app.database.begin_read().await?;
    let mut places: Vec<Value> = Vec::new();
    let mut known: Vec<Value> = Vec::new();
    for id in actor.organizations() {
        let organization = organizations::by_id(&mut tx, id).await?;
        places.push(json!([organization.id, organization.title]));
        for dataset in dataset::of_organization(&mut tx, id).await? {
            if dataset.first_released_at.is_some() {
                known.push(json!({
                    "name": dataset.name, "title": dataset.title, "released_at": dataset.released_at,
                    "number": dataset.version_number, "organization": id,
                }));
            }
        }
    }
    if places.is_empty() {
        return Err(crate::submission::Error::Refused(
            crate::submission::state::Refusal::NotYourRole,
        )
        .into());
    }
    let chosen = if typed.get("dataset").is_empty() {
        ctx.param("dataset").unwrap_or_default()
    } else {
        typed.get("dataset").to_owned()
    };
    let context = json!({
        "places": places, "known": known, "errors": errors, "chosen": chosen, "open": open,
        "title": typed.get("title"), "kind": typed.get("kind"), "organization": typed.get("organization"),
    });
    ctx.form(status, "kerja/unggah/mulai.html", context).await
}

/// Begins the draft.
pub async fn post(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let once = Once::of(&ctx, &fields);
    let mut tx = ctx.app.database.begin().await?;
    if let Some(address) = once.earlier(&mut tx, &ctx).await? {
        return Ok(see_other(&address));
    }
    match begin(&mut tx, &ctx, &fields).await {
        Ok(id) => {
            let address = step(&id, "berkas");
            once.led_to(&mut tx, &ctx, &address).await?;
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(see_other(&address))
        }
        Err(error) if matches!(error.kind(), Class::Invalid | Class::Conflict) => {
            drop(tx);
            let errors = ctx.errors(&error);
            let (status, open) = (problem::status(error.kind()), error.submission());
            show(&ctx, status, &fields, errors, open).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn begin(
    tx: &mut Tx,
    ctx: &Ctx,
    fields: &Fields,
) -> Result<SubmissionId, crate::submission::Error> {
    let missing = crate::submission::Error::NotFound;
    let actor = ctx.visitor.actor.as_ref().ok_or(missing)?;
    let now = ctx.app.clock.now();
    let name = fields.get("dataset");
    let kind = chosen(name, Kind::parse(fields.get("kind")))?;
    let (target, organization_id) = if kind == Kind::New {
        let only = actor.organizations().next().cloned();
        let chosen = OrganizationId::parse(fields.get("organization"))
            .ok()
            .or(only);
        (
            Target::New { name: None },
            chosen.ok_or(crate::submission::Error::NotFound)?,
        )
    } else {
        let known = dataset::by_name(tx, name)
            .await
            .map_err(|_| crate::submission::Error::NotFound)?;
        (
            Target::Existing {
                name: name.to_owned(),
            },
            known.organization_id,
        )
    };
    let metadata = Metadata {
        title: if kind == Kind::New {
            fields.get("title").to_owned()
        } else {
            String::new()
        },
        licence: if kind == Kind::New {
            metadata::LICENCE.to_owned()
        } else {
            String::new()
        },
        ..Metadata::default()
    };
    let request = DraftRequest {
        organization_id,
        target,
        kind,
        metadata,
    };
    drafts::create(tx, actor, &request, now).await
}

// An update names its dataset and how the file relates to it: the wrong one of either would undo what is published.
fn chosen(name: &str, kind: Option<Kind>) -> Result<Kind, crate::submission::Error> {
    let is_update = kind != Some(Kind::New);
    let mut problems = Vec::new();
    let mut ask = |field: &str, code, id| {
        problems.push(FieldProblem {
            field: field.to_owned(),
            code,
            message: Message::new(id),
        });
    };
    if is_update && name.is_empty() {
        ask(
            "dataset",
            "submission.dataset_missing",
            "submission-dataset-missing",
        );
    }
    if kind.is_none() {
        ask("kind", "submission.kind_missing", "submission-kind-missing");
    }
    match kind {
        Some(kind) if problems.is_empty() => Ok(kind),
        _ => Err(crate::submission::Error::Fields(problems)),
    }
}

/// Where a draft goes on.
pub async fn resume(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, &ctx, &id).await?;
    if let Some(elsewhere) = draft.elsewhere() {
        return Ok(elsewhere);
    }
    let next = if draft.files.is_empty() && draft.submission.kind != Kind::Metadata {
        "berkas"
    } else {
        "periksa"
    };
    let next = if draft.files.is_empty() && draft.submission.kind == Kind::Metadata {
        "keterangan"
    } else {
        next
    };
    Ok(see_other(&step(&id, next)))
}

/// Ends a draft.
pub async fn cancel(
    Path(id): Path<SubmissionId>,
    Posted { ctx, .. }: Posted,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin().await?;
    let request = ActionRequest::new(Action::Cancel);
    actions::act(
        &mut tx,
        ctx.app.review_tools(),
        ctx.actor()?,
        &id,
        &request,
        ctx.app.clock.now(),
    )
    .await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    said::done(&ctx, "/kerja", "said-cancelled").await
}
