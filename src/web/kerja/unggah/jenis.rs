//! How the update relates to what is published, said anew.

use super::{Draft, step};
use crate::error::{Failure, Kind as Class};
use crate::http::problem::{self, Problem};
use crate::intake::{drafts, kinds};
use crate::submission::{Kind, SubmissionId};
use crate::web::page::{Ctx, ErrorView, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

/// The ways to choose from.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    show(&ctx, &id, StatusCode::OK, Vec::new()).await
}

async fn show(
    ctx: &Ctx,
    id: &SubmissionId,
    status: StatusCode,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, ctx, id).await?;
    drop(tx);
    if let Some(elsewhere) = draft.elsewhere() {
        return Ok(elsewhere);
    }
    if !draft.may_change_kind() {
        return Ok(see_other(&step(id, "ringkasan")));
    }
    let context =
        json!({ "draft": draft.view(ctx.language), "kinds": Kind::OF_TABLES, "errors": errors });
    ctx.form(status, "kerja/unggah/jenis.html", context).await
}

/// Stores the choice; the files are inspected for it again.
pub async fn post(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin().await?;
    let actor = ctx.actor()?;
    // Whoever may not change it learns nothing of the form.
    drafts::editable(&mut tx, actor, &id).await?;
    let kind = Kind::parse(fields.get("kind")).unwrap_or(Kind::Metadata);
    match kinds::set_kind(&mut tx, actor, &id, kind, ctx.app.clock.now()).await {
        Ok(()) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            ctx.app.ring();
            Ok(see_other(&step(&id, "ringkasan")))
        }
        Err(error) if error.kind() == Class::Invalid => {
            drop(tx);
            show(&ctx, &id, problem::status(error.kind()), ctx.errors(&error)).await
        }
        Err(error) => Err(error.into()),
    }
}
