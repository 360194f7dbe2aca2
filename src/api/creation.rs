//! How a submission begins over the API: a description, files or finished uploads, and perhaps the wish to hand it in.

use super::submissions::{unreadable, view, wrong};
use super::{files, reading, respond};
use crate::accounts::{Actor, idempotency, organizations};
use crate::app::App;
use crate::catalog::DatasetName;
use crate::database::Tx;
use crate::http::auth::TokenActor;
use crate::http::multipart;
use crate::http::problem::Problem;
use crate::inspection::Reading;
use crate::intake::arrivals::Arrived;
use crate::intake::drafts::{self, Arrival, DraftRequest, Target};
use crate::intake::readings;
use crate::intake::uploads::finish;
use crate::review::actions::{self, ActionRequest};
use crate::submission::metadata::Openness;
use crate::submission::{Action, Kind, Metadata, SubmissionId, metadata};
use axum::Json;
use axum::extract::{Multipart, State as AppState};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

/// What begins a submission: the JSON part of the multipart body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    organization: String,
    #[serde(default = "new_kind")]
    kind: Kind,
    #[serde(default)]
    dataset: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    frequency: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    openness: Openness,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    release_note: String,
    #[serde(default)]
    resources: Vec<ResourceBody>,
    /// Finished uploads that become files.
    #[serde(default)]
    upload_ids: Vec<String>,
    #[serde(default)]
    submit: bool,
    #[serde(default)]
    reason: String,
}

fn new_kind() -> Kind {
    Kind::New
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceBody {
    file: String,
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default, deserialize_with = "reading::member")]
    reading: Option<Reading>,
}

/// Begins a submission, and hands it in when the body says so.
pub(super) async fn create(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    headers: HeaderMap,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let key = key(&headers);
    let language = respond::language(&app, None, &headers);
    if let Some(known) = earlier(&app, &actor, key.as_deref()).await? {
        let answer = view(&app, &actor, &known, language).await?;
        return Ok((StatusCode::CREATED, Json(answer)).into_response());
    }
    let (body, mut arrived) = receive(&app, multipart).await?;
    arrived.extend(files::finished(&app, &actor, &body.upload_ids).await?);
    let id = store(&app, &actor, body, &arrived, key.as_deref()).await?;
    app.ring();
    files::forget(&app, &arrived).await;
    let answer = view(&app, &actor, &id, language).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// The key by which a program repeats a request without doing it twice.
pub(super) fn key(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("idempotency-key")?;
    value.to_str().ok().map(str::to_owned)
}

/// The submission that an earlier request with this key was about.
pub(super) async fn earlier(
    app: &App,
    actor: &Actor,
    key: Option<&str>,
) -> Result<Option<SubmissionId>, Problem> {
    let Some(key) = key else { return Ok(None) };
    let mut tx = app.database.begin_read().await?;
    let found = idempotency::find(&mut tx, actor, key).await?;
    Ok(found.and_then(|text| SubmissionId::parse(&text).ok()))
}

async fn store(
    app: &App,
    actor: &Actor,
    body: Body,
    arrived: &[Arrived],
    key: Option<&str>,
) -> Result<SubmissionId, Problem> {
    let now = app.clock.now();
    let mut tx = app.database.begin().await?;
    if let Some(key) = key
        && let Some(known) = idempotency::take(&mut tx, actor, key, now).await?
        && let Some(known) = SubmissionId::parse(&known).ok()
    {
        return Ok(known);
    }
    let organization = organizations::by_name(&mut tx, &body.organization).await?;
    let target = if body.kind == Kind::New {
        let name = match body.dataset.as_str() {
            "" => None,
            text => Some(
                DatasetName::parse(text).ok_or_else(|| wrong("dataset", "catalog-topic-name"))?,
            ),
        };
        Target::New { name }
    } else {
        Target::Existing {
            name: body.dataset.clone(),
        }
    };
    let licence = match body.kind {
        Kind::New if body.licence.is_empty() => metadata::LICENCE.to_owned(),
        _ => body.licence,
    };
    let metadata = Metadata {
        title: body.title,
        description: body.notes,
        topics: body.topics,
        tags: body.tags,
        frequency: body.frequency,
        period: body.period,
        licence,
        openness: body.openness,
        release_note: body.release_note,
        contact: body.contact,
        ..Metadata::default()
    };
    let resources = body.resources;
    let request = DraftRequest {
        organization_id: organization.id,
        target,
        kind: body.kind,
        metadata,
    };
    let id = drafts::create(&mut tx, actor, &request, now).await?;
    for file in arrived {
        add(&mut tx, app, actor, &id, file, &resources).await?;
    }
    if body.submit {
        let request = ActionRequest::new(Action::Submit).because(body.reason);
        actions::act(&mut tx, app.review_tools(), actor, &id, &request, now).await?;
    }
    if let Some(key) = key {
        idempotency::keep(&mut tx, actor, key, id.as_str()).await?;
    }
    tx.commit().await.map_err(crate::database::Error::from)?;
    Ok(id)
}

async fn add(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    id: &SubmissionId,
    file: &Arrived,
    resources: &[ResourceBody],
) -> Result<(), Problem> {
    let told = resources
        .iter()
        .find(|resource| resource.file == file.file_name);
    let mut reading = told.and_then(|resource| resource.reading.clone());
    if let Some(sheet) = told.and_then(|resource| resource.sheet.clone()) {
        reading.get_or_insert_default().sheet = Some(sheet);
    }
    let arrival = Arrival {
        stored: file.stored.clone(),
        file_name: file.file_name.clone(),
        name: told.and_then(|resource| resource.name.clone()),
        reading: reading.as_ref().map(readings::encode),
    };
    let most = app.settings.limits.submission_files;
    drafts::add_file(tx, actor, id, &arrival, most, app.clock.now()).await?;
    if let Some(ready) = &file.upload {
        finish::spend(tx, ready, id).await?;
    }
    Ok(())
}

async fn receive(app: &App, mut parts: Multipart) -> Result<(Body, Vec<Arrived>), Problem> {
    let most = app.settings.limits.form_bytes;
    let mut body: Option<Body> = None;
    let mut arrived = Vec::new();
    let mut upload_ids = Vec::new();
    while let Some(field) = parts.next_field().await.map_err(multipart::broken)? {
        match field.name() {
            Some("submission") => {
                let text = multipart::text(field, most).await?;
                body = Some(
                    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?,
                );
            }
            Some("file") => arrived.push(files::file(app, field).await?),
            Some("upload_ids") => upload_ids.extend(files::ids(app, field).await?),
            _ => {}
        }
    }
    let mut body = body.ok_or_else(|| wrong("submission", "api-submission-missing"))?;
    body.upload_ids.extend(upload_ids);
    Ok((body, arrived))
}
