//! Step 2: the file. Bytes stream into the store; nothing is held whole.

use super::{Draft, step};
use crate::app::App;
use crate::error::{FieldProblem, Kind, Message};
use crate::http::auth::Visitor;
use crate::http::csrf;
use crate::http::problem::Problem;
use crate::intake::drafts::{self, Arrival};
use crate::storage::Stored;
use crate::submission::{FileId, SubmissionId};
use crate::web::once::Once;
use crate::web::page::{Ctx, ErrorView, Posted, see_other};
use axum::extract::FromRequest;
use axum::extract::multipart::Field;
use axum::extract::{FromRequestParts, Multipart, Path, Request, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

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
    let context = json!({
        "draft": draft.view(ctx),
        "errors": errors,
        "limit": ctx.app.settings.limits.upload_bytes,
    });
    ctx.form(status, "kerja/unggah/berkas.html", context).await
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
    match receive(&app, &ctx.visitor, multipart).await {
        Ok((_, arrivals)) if arrivals.is_empty() => {
            let nothing = vec![ErrorView {
                field: "berkas".to_owned(),
                text: ctx.text(&Message::new("upload-nothing")),
            }];
            show(&ctx, &id, StatusCode::UNPROCESSABLE_ENTITY, nothing).await
        }
        Ok((once, arrivals)) => {
            keep(&ctx, &id, &once, &arrivals).await?;
            Ok(see_other(&step(&id, "periksa")))
        }
        Err(problem) if matches!(problem.facts().kind, Kind::TooLarge | Kind::Invalid) => {
            let facts = problem.facts();
            let errors = ctx.error_views(&facts.message, &facts.problems);
            show(&ctx, &id, problem.status(), errors).await
        }
        Err(problem) => Err(problem),
    }
}

async fn keep(
    ctx: &Ctx,
    id: &SubmissionId,
    once: &str,
    arrivals: &[Arrival],
) -> Result<(), Problem> {
    let app = &ctx.app;
    let now = app.clock.now();
    let mut tx = app.database.begin().await?;
    let content = arrivals
        .iter()
        .flat_map(|arrival| [&*arrival.file_name, arrival.stored.hash.as_str()]);
    let once = Once::new(ctx, once, &content.collect::<Vec<_>>());
    if once.earlier(&mut tx, ctx).await?.is_some() {
        return Ok(());
    }
    for arrival in arrivals {
        drafts::add_file(
            &mut tx,
            ctx.actor()?,
            id,
            arrival,
            app.settings.limits.submission_files,
            now,
        )
        .await?;
    }
    once.led_to(&mut tx, ctx, &ctx.path).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(())
}

// The token comes before the files, so that nothing is taken in without it.
async fn receive(
    app: &App,
    visitor: &Visitor,
    mut multipart: Multipart,
) -> Result<(String, Vec<Arrival>), Problem> {
    let mut genuine = false;
    let mut once = String::new();
    let mut arrivals = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("csrf") => {
                let token = field.text().await.map_err(|_| broken())?;
                genuine = csrf::matches(&visitor.session, &token).await?;
            }
            Some("once") if genuine => once = field.text().await.map_err(|_| broken())?,
            Some("berkas") if genuine => {
                let file_name = field.file_name().unwrap_or_default().to_owned();
                let stored = stream(app, field).await?;
                if !file_name.is_empty() || stored.size_bytes > 0 {
                    arrivals.push(Arrival {
                        stored,
                        file_name,
                        name: None,
                        reading: None,
                    });
                }
            }
            Some("tempel") if genuine => {
                let text = field.text().await.map_err(|_| broken())?;
                if !text.trim().is_empty() {
                    let stored = app.storage.put(text.into_bytes().into()).await?;
                    let file_name = "tempelan.tsv".to_owned();
                    arrivals.push(Arrival {
                        stored,
                        file_name,
                        name: None,
                        reading: None,
                    });
                }
            }
            _ if !genuine => return Err(forged()),
            _ => {}
        }
    }
    Ok((once, arrivals))
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
    Ok(see_other(&step(&id, "berkas")))
}
