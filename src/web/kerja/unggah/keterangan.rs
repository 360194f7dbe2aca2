//! Step 4: the description; what the last version said is filled in already.

use super::period;
use super::{Draft, step};
use crate::catalog::topics;
use crate::database::Tx;
use crate::error::{Failure, Kind, Message};
use crate::http::problem::{self, Problem};
use crate::intake::drafts::{self, Description};
use crate::intake::twins;
use crate::submission::metadata::{Metadata, Openness};
use crate::submission::period::Known;
use crate::submission::{Error, File, FileId, SubmissionId};
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
    typed: Option<Typed>,
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
    let typed = typed.unwrap_or_else(|| Typed::of(&draft));
    let mut metadata = typed.metadata;
    let twins = twins::of(&mut tx, ctx.actor()?, &draft.submission, &metadata.title).await?;
    drop(tx);
    let known = period::known(ctx, &draft).await;
    let mut period_note = None;
    if !is_typed && metadata.period.is_empty() {
        metadata.period.clone_from(&known.offer);
        let before = period::published(&draft);
        if !before.is_empty() && before != known.offer {
            let before = Message::new("upload-period-joined").with("before", before);
            period_note = Some(ctx.text(&before));
        }
    }
    let period_note = period_note.or_else(|| period_hint(ctx, &known, &metadata.period));
    let context = json!({
        "draft": draft.view(ctx.language),
        "m": metadata,
        "names": names(&draft, &typed.names),
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
    let typed = read(&fields);
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    let description = Description {
        metadata: typed.metadata.clone(),
        seen: fields.get("revision").parse().ok(),
        is_another: fields.has("dataset_lain"),
    };
    match store(&mut tx, &ctx, &id, description, &typed.names).await {
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
                Some(typed),
                errors,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

async fn store(
    tx: &mut Tx,
    ctx: &Ctx,
    id: &SubmissionId,
    description: Description,
    names: &[(FileId, String)],
) -> Result<(), Error> {
    let actor = ctx.visitor.actor.as_ref().ok_or(Error::NotFound)?;
    let now = ctx.app.clock.now();
    drafts::describe(tx, actor, id, description, now).await?;
    for (file, name) in names {
        drafts::rename_file(tx, actor, id, file, name, now).await?;
    }
    Ok(())
}

// What the form holds: the description, and what the files' tables are called.
struct Typed {
    metadata: Metadata,
    names: Vec<(FileId, String)>,
}

impl Typed {
    fn of(draft: &Draft) -> Self {
        Self {
            metadata: draft.metadata.clone(),
            names: Vec::new(),
        }
    }
}

// The files with the names that were typed for them, or that they have.
fn names(draft: &Draft, typed: &[(FileId, String)]) -> Vec<Value> {
    let name = |file: &File| {
        let own = typed.iter().find(|(id, _)| *id == file.id);
        let name = own.map_or(&file.name, |(_, name)| name);
        json!({ "field": format!("{NAME}{}", file.id), "name": name, "file_name": file.file_name })
    };
    draft.files.iter().map(name).collect()
}

/// What the field of a file's name begins with.
const NAME: &str = "nama-";

fn read(fields: &Fields) -> Typed {
    let name = |(key, value): &(String, String)| {
        let file = FileId::parse(key.strip_prefix(NAME)?).ok()?;
        Some((file, value.clone()))
    };
    Typed {
        metadata: read_metadata(fields),
        names: fields.0.iter().filter_map(name).collect(),
    }
}

fn read_metadata(fields: &Fields) -> Metadata {
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
