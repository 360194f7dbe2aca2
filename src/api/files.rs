//! Files of a draft over the API: another one, a mended one in the place of the old, one less.

use super::creation::{earlier, key};
use super::respond;
use super::submissions::{parse, view, wrong};
use crate::accounts::{Actor, idempotency};
use crate::app::App;
use crate::http::auth::TokenActor;
use crate::http::multipart;
use crate::http::problem::Problem;
use crate::intake::arrivals::{self, Arrived};
use crate::intake::drafts::{self, Arrival};
use crate::intake::uploads::{UploadId, finish};
use crate::submission::{FileId, SubmissionId};
use axum::Json;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, Path, State as AppState};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// Adds files to a draft; one that is named as a file that was read already takes its place.
pub(super) async fn add(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let id = parse(&id)?;
    // A key that began a submission, or added to another one, is none of this request.
    let key = key(&headers).map(|key| format!("{id}/files:{key}"));
    if earlier(&app, &actor, key.as_deref()).await?.is_none() {
        // Whoever may not change it learns nothing of the body.
        let mut tx = app.database.begin_read().await?;
        drafts::editable(&mut tx, &actor, &id).await?;
        drop(tx);
        let parts = parts.map_err(|_| wrong("file", "api-file-missing"))?;
        let arrived = receive(&app, &actor, parts).await?;
        store(&app, &actor, &id, arrived, key.as_deref()).await?;
    }
    let language = respond::language(&app, None, &headers);
    let answer = view(&app, &actor, &id, language).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

async fn receive(app: &App, actor: &Actor, mut parts: Multipart) -> Result<Vec<Arrived>, Problem> {
    let mut arrived = Vec::new();
    let mut upload_ids = Vec::new();
    while let Some(field) = parts.next_field().await.map_err(multipart::broken)? {
        match field.name() {
            Some("file") => arrived.push(file(app, field).await?),
            Some("upload_ids") => upload_ids.extend(ids(app, field).await?),
            _ => {}
        }
    }
    arrived.extend(finished(app, actor, &upload_ids).await?);
    if arrived.is_empty() {
        return Err(wrong("file", "api-file-missing"));
    }
    Ok(arrived)
}

async fn store(
    app: &App,
    actor: &Actor,
    id: &SubmissionId,
    arrived: Vec<Arrived>,
    key: Option<&str>,
) -> Result<(), Problem> {
    let (most, now) = (app.settings.limits.submission_files, app.clock.now());
    let mut tx = app.database.begin().await?;
    if let Some(key) = key
        && idempotency::take(&mut tx, actor, key, now).await?.is_some()
    {
        return Ok(());
    }
    for file in &arrived {
        let arrival = Arrival {
            stored: file.stored.clone(),
            file_name: file.file_name.clone(),
            name: None,
            reading: None,
        };
        drafts::add_file(&mut tx, actor, id, &arrival, most, now).await?;
        if let Some(ready) = &file.upload {
            finish::spend(&mut tx, ready, id).await?;
        }
    }
    if let Some(key) = key {
        idempotency::keep(&mut tx, actor, key, id.as_str()).await?;
    }
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    forget(app, &arrived).await;
    Ok(())
}

/// Takes a file out of a draft.
pub(super) async fn remove(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let file = FileId::parse(&file).map_err(|_| Problem::not_found())?;
    let mut tx = app.database.begin().await?;
    let file = drafts::file(&mut tx, &actor, &id, &file).await?;
    drafts::remove_file(&mut tx, &actor, &file.id, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    let language = respond::language(&app, None, &headers);
    Ok(Json(view(&app, &actor, &id, language).await?))
}

/// Stores a part `file` as it comes.
pub(super) async fn file(app: &App, field: Field<'_>) -> Result<Arrived, Problem> {
    let file_name = field.file_name().unwrap_or_default().to_owned();
    let stored = arrivals::store(&app.storage, app.settings.limits.upload_bytes, field).await?;
    Ok(Arrived {
        file_name,
        stored,
        upload: None,
    })
}

/// Reads a part `upload_ids`: ids with commas between them.
pub(super) async fn ids(app: &App, field: Field<'_>) -> Result<Vec<String>, Problem> {
    let text = multipart::text(field, app.settings.limits.form_bytes).await?;
    Ok(text.split(',').map(|id| id.trim().to_owned()).collect())
}

/// Finished uploads of the person, as files.
pub(super) async fn finished(
    app: &App,
    actor: &Actor,
    ids: &[String],
) -> Result<Vec<Arrived>, Problem> {
    let tools = app.upload_tools();
    let mut arrived = Vec::new();
    for id in ids {
        let id = UploadId::parse(id).map_err(|_| wrong("upload_ids", "upload-unknown"))?;
        arrived.push(Arrived::from(finish::ready(&tools, actor, &id).await?));
    }
    Ok(arrived)
}

/// Drops the staged bytes of uploads that became files.
pub(super) async fn forget(app: &App, arrived: &[Arrived]) {
    let tools = app.upload_tools();
    for ready in arrived.iter().filter_map(|file| file.upload.as_ref()) {
        finish::forget(&tools, ready).await;
    }
}
