//! Step 2: the file. Bytes stream into the store; nothing is held whole.

use super::{Draft, step};
use crate::app::App;
use crate::error::{FieldProblem, Kind, Message};
use crate::http::csrf;
use crate::http::problem::Problem;
use crate::intake::drafts::{self, Arrival};
use crate::intake::uploads::{Ready, Upload, UploadId, finish, metadata, record as uploads};
use crate::storage::{PIECE_BYTES, Stored};
use crate::submission::{FileId, SubmissionId, files};
use crate::web::once::Once;
use crate::web::page::{Ctx, ErrorView, Posted, see_other};
use crate::web::said;
use axum::extract::FromRequest;
use axum::extract::multipart::Field;
use axum::extract::{FromRequestParts, Multipart, Path, Request, State};
use axum::response::Response;
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
    let open = uploads::open_of(&mut tx, ctx.actor()?, ctx.app.clock.now()).await?;
    let open: Vec<Value> = open.iter().map(open_view).collect();
    let context = json!({
        "draft": draft.view(),
        "errors": errors,
        "limit": ctx.app.settings.limits.upload_bytes,
        "piece": PIECE_BYTES,
        "open": open,
    });
    ctx.form(status, "kerja/unggah/berkas.html", context).await
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
    let multipart = Multipart::from_request(Request::from_parts(parts, body), &app)
        .await
        .map_err(|_| broken())?;
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

/// A file on its way into the draft: one that came with the form, or an upload that was finished before.
struct Arrived {
    arrival: Arrival,
    upload: Option<Ready>,
}

impl Arrived {
    fn new(stored: Stored, file_name: String, upload: Option<Ready>) -> Self {
        let arrival = Arrival {
            stored,
            file_name,
            name: None,
            reading: None,
        };
        Self { arrival, upload }
    }
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
        .flat_map(|file| [&*file.arrival.file_name, file.arrival.stored.hash.as_str()]);
    let once = Once::new(ctx, once, &content.collect::<Vec<_>>());
    if once.earlier(&mut tx, ctx).await?.is_some() {
        return Ok(None);
    }
    let mut newest = None;
    for Arrived { arrival, upload } in arrived {
        // The form was sent twice.
        if upload
            .as_ref()
            .is_some_and(|ready| ready.used_by.as_ref() == Some(id))
        {
            continue;
        }
        newest = Some(drafts::add_file(&mut tx, ctx.actor()?, id, arrival, most, now).await?);
        if let Some(ready) = upload {
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
async fn receive(ctx: &Ctx, mut multipart: Multipart) -> Result<(String, Vec<Arrived>), Problem> {
    let mut genuine = false;
    let mut once = String::new();
    let mut arrived = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("csrf") => {
                let token = field.text().await.map_err(|_| broken())?;
                genuine = csrf::matches(&ctx.visitor.session, &token).await?;
            }
            _ if !genuine => return Err(forged()),
            Some("once") => once = field.text().await.map_err(|_| broken())?,
            Some("berkas") => {
                let file_name = field.file_name().unwrap_or_default().to_owned();
                let stored = stream(&ctx.app, field).await?;
                if !file_name.is_empty() || stored.size_bytes > 0 {
                    arrived.push(Arrived::new(stored, file_name, None));
                }
            }
            Some("unggahan") => arrived.push(finished(ctx, field).await?),
            Some("tempel") => {
                let text = field.text().await.map_err(|_| broken())?;
                if !text.trim().is_empty() {
                    let stored = ctx.app.storage.put(text.into_bytes().into()).await?;
                    arrived.push(Arrived::new(stored, "tempelan.tsv".to_owned(), None));
                }
            }
            _ => {}
        }
    }
    Ok((once, arrived))
}

async fn finished(ctx: &Ctx, field: Field<'_>) -> Result<Arrived, Problem> {
    let id = field.text().await.map_err(|_| broken())?;
    let id = UploadId::parse(id.trim()).map_err(|_| Problem::not_found())?;
    let ready = finish::ready(&ctx.app.upload_tools(), ctx.actor()?, &id).await?;
    let (stored, file_name) = (ready.stored.clone(), ready.file_name.clone());
    Ok(Arrived::new(stored, file_name, Some(ready)))
}

async fn stream(app: &App, mut field: Field<'_>) -> Result<Stored, Problem> {
    let most = app.settings.limits.upload_bytes;
    let mut upload = app.storage.upload().await?;
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) if upload.size_bytes() + chunk.len() as u64 <= most => {
                upload.write(chunk).await?;
            }
            Ok(Some(_)) => {
                upload.abort().await;
                return Err(too_large(most));
            }
            Ok(None) => return Ok(upload.finish().await?),
            Err(_) => {
                upload.abort().await;
                return Err(broken());
            }
        }
    }
}

fn forged() -> Problem {
    Problem::new(
        Kind::Forbidden,
        "web.form_expired",
        Message::new("web-form-expired"),
        Vec::new(),
    )
}

fn broken() -> Problem {
    field_problem(
        Kind::Invalid,
        "upload.broken",
        Message::new("upload-broken"),
    )
}

fn too_large(most: u64) -> Problem {
    let mebibytes = i64::try_from(most >> 20).unwrap_or(i64::MAX);
    field_problem(
        Kind::TooLarge,
        "upload.too_large",
        Message::new("upload-too-large").with("most", mebibytes),
    )
}

fn field_problem(kind: Kind, code: &'static str, message: Message) -> Problem {
    let problem = FieldProblem {
        field: "berkas".to_owned(),
        code,
        message: message.clone(),
    };
    Problem::new(kind, code, message, vec![problem])
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
