//! What people do to a submission: its buttons, the decision, comments.

use super::show;
use crate::error::{Failure, Kind as Class, Message};
use crate::http::problem::{self, Problem};
use crate::review::actions::{self, ActionRequest, Publish};
use crate::submission::{Action, State, SubmissionId};
use crate::web::once::Once;
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use crate::web::said;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

/// A button: claim, unclaim, recall, endorse, publish, cancel.
pub async fn act(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let Some(action) = Action::parse(fields.get("action")) else {
        return Err(Problem::not_found());
    };
    let request = ActionRequest {
        reason: fields.get("reason").to_owned(),
        seen: State::parse(fields.get("seen")),
        ..ActionRequest::new(action)
    };
    perform(&ctx, &id, &request, &fields).await
}

/// The decision box: approve (now, on hold, on a date), return, reject.
pub async fn decide(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let Some(action) = Action::parse(fields.get("decision")) else {
        return again(&ctx, &id, &fields, "decision", "decision-missing").await;
    };
    let publish = match fields.get("when") {
        "hold" => Publish::Hold,
        "date" => {
            if let Some(at) = moment(&ctx, &fields) {
                Publish::At(at)
            } else {
                return again(&ctx, &id, &fields, "date", "decision-date-wrong").await;
            }
        }
        _ => Publish::Now,
    };
    let request = ActionRequest {
        reason: fields.get("reason").to_owned(),
        seen: State::parse(fields.get("seen")),
        publish,
        ..ActionRequest::new(action)
    };
    perform(&ctx, &id, &request, &fields).await
}

// The page again with what was typed and one thing to mend.
async fn again(
    ctx: &Ctx,
    id: &SubmissionId,
    fields: &Fields,
    field: &str,
    message: &'static str,
) -> Result<Response, Problem> {
    let errors = vec![ErrorView {
        field: field.to_owned(),
        text: ctx.text(&Message::new(message)),
    }];
    show(ctx, id, StatusCode::UNPROCESSABLE_ENTITY, fields, errors).await
}

fn moment(ctx: &Ctx, fields: &Fields) -> Option<jiff::Timestamp> {
    let time = if fields.get("time").is_empty() {
        "08:00"
    } else {
        fields.get("time")
    };
    let civil: jiff::civil::DateTime = format!("{}T{time}", fields.get("date")).parse().ok()?;
    let at = ctx.app.calendar.moment(civil);
    (at > ctx.app.clock.now()).then_some(at)
}

async fn perform(
    ctx: &Ctx,
    id: &SubmissionId,
    request: &ActionRequest,
    fields: &Fields,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    match actions::act(
        &mut tx,
        app.review_tools(),
        ctx.actor()?,
        id,
        request,
        app.clock.now(),
    )
    .await
    {
        Ok(state) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            app.ring();
            let back = if state == State::Draft {
                format!("/kerja/unggah/{id}")
            } else {
                format!("/kerja/pengajuan/{id}")
            };
            said::done(ctx, &back, words_for(request.action, state)).await
        }
        // Somebody was faster, or something is missing: the page shows the new state and keeps the words.
        Err(error) if matches!(error.kind(), Class::Invalid | Class::Conflict) => {
            drop(tx);
            let errors = ctx.errors(&error);
            show(ctx, id, problem::status(error.kind()), fields, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

// What the page says of an act; where it led tells more than its name.
fn words_for(action: Action, state: State) -> &'static str {
    match (action, state) {
        (Action::Claim, _) => "said-claimed",
        (Action::Unclaim, _) => "said-unclaimed",
        (_, State::Released) => "said-released",
        (_, State::Scheduled) => "said-scheduled",
        (_, State::Approved) => "said-approved",
        (_, State::Returned) => "said-returned",
        (_, State::Rejected) => "said-rejected",
        (_, State::Cancelled) => "said-cancelled",
        _ => "said-done",
    }
}

/// Adds a comment.
pub async fn comment(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let once = Once::of(&ctx, &fields);
    let address = format!("/kerja/pengajuan/{id}?bagian=percakapan");
    let mut tx = app.database.begin().await?;
    if once.earlier(&mut tx, &ctx).await?.is_some() {
        return Ok(see_other(&address));
    }
    let (place, body) = (fields.get("place"), fields.get("body"));
    match actions::comment(&mut tx, ctx.actor()?, &id, place, body, app.clock.now()).await {
        Ok(()) => {
            once.led_to(&mut tx, &ctx, &address).await?;
            tx.commit().await.map_err(crate::database::Error::from)?;
            said::done(&ctx, &address, "said-commented").await
        }
        Err(error) if error.kind() == Class::Invalid => {
            drop(tx);
            let errors = ctx.errors(&error);
            show(&ctx, &id, problem::status(error.kind()), &fields, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
