//! Steps 5 and 6: check the answers, send, and learn who looks at it until when.

use super::{Draft, keterangan, period, step};
use crate::catalog::topics;
use crate::error::{Failure, Kind};
use crate::http::problem::{self, Problem};
use crate::intake::twins;
use crate::review::actions::{self, ActionRequest};
use crate::submission::{Action, SubmissionId, foresight};
use crate::web::kerja::{description, view};
use crate::web::page::{Ctx, ErrorView, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

/// Everything on one page before it is sent.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    show(&ctx, &id, StatusCode::OK, "", Vec::new()).await
}

async fn show(
    ctx: &Ctx,
    id: &SubmissionId,
    status: StatusCode,
    typed: &str,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, ctx, id).await?;
    if let Some(elsewhere) = draft.elsewhere() {
        return Ok(elsewhere);
    }
    let topics = topics::by_names(&mut tx).await?;
    let metadata = &draft.metadata;
    let twins = twins::of(&mut tx, ctx.actor()?, &draft.submission, &metadata.title).await?;
    let is_compared_soon = foresight::is_awaited(&mut tx, id).await?;
    drop(tx);
    let known = period::known(ctx, &draft).await;
    let context = json!({
        "draft": draft.view(ctx.language),
        "description": description::fields(ctx.language, metadata, &topics),
        "reason": if typed.is_empty() { draft.submission.explanation.as_str() } else { typed },
        "is_compared_soon": is_compared_soon,
        "twins": twins,
        "period_note": keterangan::period_hint(ctx, &known, &metadata.period),
        "missing": metadata.missing().iter().map(|p| ctx.text(&p.message)).collect::<Vec<_>>(),
        "errors": errors,
    });
    ctx.form(status, "kerja/unggah/ringkasan.html", context)
        .await
}

/// Sends the draft.
pub async fn post(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let reason = fields.get("reason").to_owned();
    let request = ActionRequest::new(Action::Submit).because(reason.clone());
    let mut tx = app.database.begin().await?;
    let outcome = actions::act(
        &mut tx,
        app.review_tools(),
        ctx.actor()?,
        &id,
        &request,
        app.clock.now(),
    )
    .await;
    match outcome {
        Ok(_) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            app.ring();
            Ok(see_other(&step(&id, "terkirim")))
        }
        // Sent already, by a second click: the person sees where it is.
        Err(crate::submission::Error::NotNow { .. }) => Ok(see_other(&step(&id, "terkirim"))),
        Err(error) if error.kind() == Kind::Invalid => {
            drop(tx);
            let errors = ctx.errors(&error);
            show(&ctx, &id, problem::status(error.kind()), &reason, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What happens next, and by when.
pub async fn sent(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, &ctx, &id).await?;
    let submission = &draft.submission;
    if submission.submitted_at.is_none() {
        return Ok(see_other(&step(&id, "ringkasan")));
    }
    let due = submission.due_at.unwrap_or_else(|| {
        crate::database::clock::micros(ctx.app.calendar.review_due(ctx.app.clock.now()))
    });
    let context = json!({
        "draft": draft.view(ctx.language),
        "clock": view::clock_view(&ctx.app, ctx.language, submission.state, submission.submitted_at, submission.due_at),
        "due_at": due,
        "days": ctx.app.settings.calendar.review_days,
        "is_checking": submission.state == crate::submission::State::Checking,
    });
    ctx.html("kerja/unggah/terkirim.html", context).await
}
