//! Step 4: the description; what the last version said is filled in already.

use super::period::{self, Known};
use super::{Draft, step};
use crate::catalog::topics;
use crate::error::{Failure, Kind, Message};
use crate::http::problem::{self, Problem};
use crate::intake::drafts::{self, Description};
use crate::intake::twins;
use crate::submission::metadata::{Metadata, Openness};
use crate::submission::{Error, SubmissionId};
use crate::web::kerja::description;
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use crate::web::words;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

/// The form.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    show(&ctx, &id, StatusCode::OK, None, Vec::new()).await
}

async fn show(
    ctx: &Ctx,
    id: &SubmissionId,
    status: StatusCode,
    typed: Option<Metadata>,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, ctx, id).await?;
    if let Some(elsewhere) = draft.elsewhere() {
        return Ok(elsewhere);
    }
    let mut all = topics::list(&mut tx).await?;
    words::sort_topics(ctx.language, &mut all);
    let topics: Vec<Value> = all
        .iter()
        .map(|topic| json!([topic.name, words::topic(ctx.language, topic)]))
        .collect();
    let is_typed = typed.is_some();
    let mut metadata = typed.unwrap_or_else(|| draft.metadata.clone());
    let twins = twins::of(&mut tx, ctx.actor()?, &draft.submission, &metadata.title).await?;
    drop(tx);
    let known = period::known(ctx, &draft).await;
    let mut period_note = None;
    if !is_typed && known.offer != metadata.period {
        if !metadata.period.is_empty() {
            let before =
                Message::new("upload-period-joined").with("before", metadata.period.as_str());
            period_note = Some(ctx.text(&before));
        }
        metadata.period.clone_from(&known.offer);
    }
    let period_note = period_note.or_else(|| period_hint(ctx, &known, &metadata.period));
    let context = json!({
        "draft": draft.view(ctx.language),
        "m": metadata,
        "twins": twins,
        "topics": topics,
        "frequencies": description::frequencies(ctx.language),
        "licences": description::licences(ctx.language),
        "period_note": period_note,
        "errors": errors,
    });
    ctx.form(status, "kerja/unggah/keterangan.html", context)
        .await
}

/// What to say beside a period that lacks years of the data.
pub(super) fn period_hint(ctx: &Ctx, known: &Known, period: &str) -> Option<String> {
    let years = known.beyond(period)?;
    Some(ctx.text(&Message::new("upload-period-beyond").with("years", years)))
}

/// Stores the description.
pub async fn post(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let metadata = read(&fields);
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    let description = Description {
        metadata: metadata.clone(),
        seen: fields.get("revision").parse().ok(),
        is_another: fields.has("dataset_lain"),
    };
    let now = app.clock.now();
    let outcome = drafts::describe(&mut tx, ctx.actor()?, &id, description, now).await;
    match outcome {
        Ok(()) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(see_other(&step(&id, "ringkasan")))
        }
        // What was sent meanwhile has no form to come back to.
        Err(error @ Error::NotEditable { .. }) => Err(error.into()),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            drop(tx);
            let errors = ctx.errors(&error);
            show(
                &ctx,
                &id,
                problem::status(error.kind()),
                Some(metadata),
                errors,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(fields: &Fields) -> Metadata {
    let words = |name: &str| -> Vec<String> {
        fields
            .get(name)
            .split([',', ';', '\n'])
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect()
    };
    Metadata {
        title: fields.get("title").to_owned(),
        description: fields.get("description").to_owned(),
        topics: fields.all("topics"),
        tags: words("tags"),
        frequency: fields.get("frequency").to_owned(),
        period: fields.get("period").to_owned(),
        licence: fields.get("licence").to_owned(),
        openness: Openness::parse(fields.get("openness")).unwrap_or_default(),
        release_note: fields.get("release_note").to_owned(),
        contact: fields.get("contact").to_owned(),
        ..Metadata::default()
    }
}
