//! Step 2: the file. Bytes stream into the store; nothing is held whole.

use super::{Draft, step};
use crate::app::App;
use crate::catalog::public;
use crate::database::Tx;
use crate::error::{Failure, FieldProblem, Kind, Message};
use crate::http::problem::Problem;
use crate::http::{csrf, multipart};
use crate::intake::arrivals::{self, Arrived};
use crate::intake::drafts::{self, Arrival};
use crate::intake::uploads::{self, Upload, UploadId, finish, metadata, record};
use crate::storage::{PIECE_BYTES, Stored};
use crate::submission::{FileId, Kind as SubmissionKind, SubmissionId, files};
use crate::web::kerja::templat;
use crate::web::once::Once;
use crate::web::page::{Ctx, ErrorView, Posted, see_other};
use crate::web::said;
use crate::workbook::{Fill, MOST_ROWS};
use axum::extract::FromRequest;
use axum::extract::multipart::Field;
use axum::extract::{FromRequestParts, Multipart, Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use futures::{Stream, TryStreamExt};
use http::StatusCode;
use serde_json::{Value, json};

/// The form, with the files that have arrived.
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
    if let Some(elsewhere) = draft.elsewhere() {
        return Ok(elsewhere);
    }
    let templates = templates(&mut tx, &draft).await;
    let open = record::open_of(&mut tx, ctx.actor()?, ctx.app.clock.now()).await?;
    let open: Vec<Value> = open.iter().map(open_view).collect();
    let context = json!({
        "draft": draft.view(ctx.language),
        "errors": errors,
        "limit": ctx.app.settings.limits.upload_bytes,
        "piece": PIECE_BYTES,
        "open": open,
        "templates": templates,
        "most": MOST_ROWS,
        "way": if draft.submission.kind == SubmissionKind::Append { Fill::Next } else { Fill::All },
    });
    ctx.form(status, "kerja/unggah/berkas.html", context).await
}

// Templates of the published tables that the draft updates.
async fn templates(tx: &mut Tx, draft: &Draft) -> Vec<Value> {
    match public::dataset(tx, &draft.dataset.name, None).await {
        Ok(found) => templat::of(&found),
        Err(_) => Vec::new(),
    }
}

// Uploads that broke off, by which the page's script knows a file again that is picked once more.
fn open_view(upload: &Upload) -> Value {
    json!({
        "id": upload.id,
        "name": upload.file_name(),
        "mark": metadata::mark(&upload.metadata),
        "size": upload.size_bytes,
        "received": upload.received_bytes,
    })
}

/// Takes files in.
pub async fn post(
    State(app): State<App>,
    Path(id): Path<SubmissionId>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let ctx = Ctx::from_request_parts(&mut parts, &app).await?;
    if !csrf::same_origin(&parts.headers) {
        return Err(forged());
    }
    // Whoever may not add to the draft is told so before gigabytes have travelled.
    let mut tx = app.database.begin_read().await?;
    drafts::editable(&mut tx, ctx.actor()?, &id).await?;
    drop(tx);
    let request = Request::from_parts(parts, body);
    let multipart = Multipart::from_request(request, &app)
        .await
        .map_err(|_| Problem::from(uploads::Error::Broken))?;
    match receive(&ctx, multipart).await {
        Ok((_, arrived)) if arrived.is_empty() => {
            let nothing = vec![ErrorView {
                field: "berkas".to_owned(),
                text: ctx.text(&Message::new("upload-nothing")),
            }];
            show(&ctx, &id, StatusCode::UNPROCESSABLE_ENTITY, nothing).await
        }
        Ok((once, arrived)) => {
            let shown = keep(&ctx, &id, &once, &arrived).await?;
            let address = step(&id, "periksa");
            Ok(see_other(&match shown {
                Some(file) => format!("{address}?berkas={file}"),
                None => address,
            }))
        }
        // An upload that was not finished, or is a file already, is something to read beside the form.
        Err(problem) if is_about_the_files(&problem) => {
            let facts = problem.facts();
            let errors = ctx.error_views(&facts.message, &facts.problems);
            show(&ctx, &id, problem.status(), errors).await
        }
        Err(problem) => Err(problem),
    }
}

fn is_about_the_files(problem: &Problem) -> bool {
    let facts = problem.facts();
    matches!(facts.kind, Kind::TooLarge | Kind::Invalid) || facts.code.starts_with("upload.")
}

async fn keep(
    ctx: &Ctx,
    id: &SubmissionId,
    once: &str,
    arrived: &[Arrived],
) -> Result<Option<FileId>, Problem> {
    let app = &ctx.app;
    let now = app.clock.now();
    let most = app.settings.limits.submission_files;
    let mut tx = app.database.begin().await?;
    let content = arrived
        .iter()
        .flat_map(|file| [&*file.file_name, file.stored.hash.as_str()]);
    let once = Once::new(ctx, once, &content.collect::<Vec<_>>());
    if once.earlier(&mut tx, ctx).await?.is_some() {
        return Ok(None);
    }
    let mut newest = None;
    for file in arrived {
        // The form was sent twice.
        let known = file.upload.as_ref();
        if known.is_some_and(|ready| ready.used_by.as_ref() == Some(id)) {
            continue;
        }
        let arrival = Arrival {
            stored: file.stored.clone(),
            file_name: file.file_name.clone(),
            name: None,
            reading: None,
        };
        newest = Some(drafts::add_file(&mut tx, ctx.actor()?, id, &arrival, most, now).await?);
        if let Some(ready) = known {
            finish::spend(&mut tx, ready, id).await?;
        }
    }
    // Beside others, the check shows the file that came.
    let is_alone = files::of(&mut tx, id).await?.len() == 1;
    once.led_to(&mut tx, ctx, &ctx.path).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    let tools = app.upload_tools();
    for ready in arrived.iter().filter_map(|file| file.upload.as_ref()) {
        finish::forget(&tools, ready).await;
    }
    Ok(newest.filter(|_| !is_alone))
}

// The token comes before the files, so that nothing is taken in without it.
async fn receive(ctx: &Ctx, mut parts: Multipart) -> Result<(String, Vec<Arrived>), Problem> {
    let most = ctx.app.settings.limits.form_bytes;
    let mut genuine = false;
    let mut once = String::new();
    let mut arrived = Vec::new();
    while let Some(field) = parts.next_field().await.map_err(multipart::broken)? {
        match field.name() {
            Some("csrf") => {
                let token = multipart::text(field, most).await?;
                genuine = csrf::matches(&ctx.visitor.session, &token).await?;
            }
            _ if !genuine => return Err(forged()),
            Some("once") => once = multipart::text(field, most).await?,
            Some("berkas") => arrived.extend(file(&ctx.app, field).await?),
            Some("unggahan") => {
                let id = multipart::text(field, most).await?;
                arrived.push(finished(ctx, id.trim()).await?);
            }
            Some("tempel") => arrived.extend(pasted(&ctx.app, field).await?),
            _ => {}
        }
    }
    Ok((once, arrived))
}

// A picked file; a form without one has an empty field.
async fn file(app: &App, field: Field<'_>) -> Result<Option<Arrived>, Problem> {
    let file_name = field.file_name().unwrap_or_default().to_owned();
    let stored = store(app, field).await?;
    let is_there = !file_name.is_empty() || stored.size_bytes > 0;
    Ok(is_there.then_some(Arrived {
        file_name,
        stored,
        upload: None,
    }))
}

// Cells pasted from a spreadsheet.
async fn pasted(app: &App, field: Field<'_>) -> Result<Option<Arrived>, Problem> {
    let mut is_blank = true;
    let pieces = field.inspect_ok(|piece| is_blank &= piece.trim_ascii().is_empty());
    let stored = store(app, pieces).await?;
    Ok((!is_blank).then(|| Arrived {
        file_name: "tempelan.tsv".to_owned(),
        stored,
        upload: None,
    }))
}

async fn finished(ctx: &Ctx, id: &str) -> Result<Arrived, Problem> {
    let id = UploadId::parse(id).map_err(|_| Problem::not_found())?;
    let ready = finish::ready(&ctx.app.upload_tools(), ctx.actor()?, &id).await?;
    Ok(Arrived::from(ready))
}

// What is wrong with a file is told beside its field.
async fn store<E>(
    app: &App,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Stored, Problem> {
    let most = app.settings.limits.upload_bytes;
    let stored = arrivals::store(&app.storage, most, pieces).await;
    stored.map_err(|error| {
        let problem = FieldProblem {
            field: "berkas".to_owned(),
            code: error.code(),
            message: error.message(),
        };
        Problem::of(error).with_problem(problem)
    })
}

fn forged() -> Problem {
    Problem::new(
        Kind::Forbidden,
        "web.form_expired",
        Message::new("web-form-expired"),
        Vec::new(),
    )
}

/// Takes a file out of the draft.
pub async fn remove(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    Posted { ctx, .. }: Posted,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin().await?;
    drafts::remove_file(&mut tx, ctx.actor()?, &file, ctx.app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    said::done(&ctx, &step(&id, "berkas"), "said-file-removed").await
}
