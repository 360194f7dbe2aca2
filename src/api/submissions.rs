//! Submissions over the API: the same acts as the pages, with the token of the acting person.

use super::{mending, reading, respond};
use crate::accounts::{Actor, idempotency, organizations, people};
use crate::app::App;
use crate::catalog::{DatasetName, dataset};
use crate::database::{Tx, clock};
use crate::error::{FieldProblem, Kind as Class, Message};
use crate::http::auth::TokenActor;
use crate::http::problem::Problem;
use crate::http::{leftover, multipart};
use crate::inspection::Reading;
use crate::intake::arrivals::{self, Arrived};
use crate::intake::drafts::{self, Arrival, DraftRequest, Target};
use crate::intake::uploads::{Ready, UploadId, finish};
use crate::intake::{inspect, readings, twins};
use crate::review::actions::{self, ActionRequest, Publish};
use crate::review::table::ChangeKind;
use crate::review::{ChangeSummary, difference};
use crate::submission::list::{self, Filter};
use crate::submission::state::Facts;
use crate::submission::{
    Action, Error, FileState, Kind, Metadata, State, Submission, SubmissionId, exceptions, files,
    metadata, record, returned, state,
};
use crate::web::i18n::Language;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State as AppState};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// The routes of this module, below `/api/v1`.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(
            "/submissions",
            get(index)
                .post(create)
                .layer(DefaultBodyLimit::disable())
                .layer(middleware::from_fn(leftover::discard)),
        )
        .route("/submissions/{id}", get(show).patch(mending::describe))
        .route("/submissions/{id}/report", get(report))
        .route("/submissions/{id}/diff", get(diff))
        .route("/submissions/{id}/actions", post(act))
        .route(
            "/submissions/{id}/files/{file}/reading",
            put(mending::reread),
        )
}

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
    openness: crate::submission::metadata::Openness,
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

async fn create(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    headers: HeaderMap,
    multipart: Multipart,
) -> Result<Response, Problem> {
    if !actor.may_write() {
        return Err(Error::Refused(state::Refusal::NotYourRole).into());
    }
    let key = headers
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let language = respond::language(&app, None, &headers);
    if let Some(known) = earlier(&app, &actor, key.as_deref()).await? {
        let answer = view(&app, &actor, &known, language).await?;
        return Ok((StatusCode::CREATED, Json(answer)).into_response());
    }
    let (body, mut files) = receive(&app, multipart).await?;
    let tools = app.upload_tools();
    for id in &body.upload_ids {
        let id = UploadId::parse(id).map_err(|_| wrong("upload_ids", "upload-unknown"))?;
        files.push(Arrived::from(finish::ready(&tools, &actor, &id).await?));
    }
    let spent: Vec<Ready> = files
        .iter()
        .filter_map(|file| file.upload.clone())
        .collect();
    let id = store(&app, &actor, body, files, key.as_deref()).await?;
    app.ring();
    for ready in &spent {
        finish::forget(&tools, ready).await;
    }
    let answer = view(&app, &actor, &id, language).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

async fn earlier(
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
    arrived: Vec<Arrived>,
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
    file: Arrived,
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
        stored: file.stored,
        file_name: file.file_name,
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
    let limits = &app.settings.limits;
    let mut body: Option<Body> = None;
    let mut arrived = Vec::new();
    let mut upload_ids = Vec::new();
    while let Some(field) = parts.next_field().await.map_err(multipart::broken)? {
        match field.name() {
            Some("submission") => {
                let text = multipart::text(field, limits.form_bytes).await?;
                body = Some(
                    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?,
                );
            }
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let stored = arrivals::store(&app.storage, limits.upload_bytes, field).await?;
                arrived.push(Arrived {
                    file_name: name,
                    stored,
                    upload: None,
                });
            }
            Some("upload_ids") => {
                let text = multipart::text(field, limits.form_bytes).await?;
                upload_ids.extend(text.split(',').map(|id| id.trim().to_owned()));
            }
            _ => {}
        }
    }
    let mut body = body.ok_or_else(|| wrong("submission", "api-submission-missing"))?;
    body.upload_ids.extend(upload_ids);
    Ok((body, arrived))
}

fn wrong(field: &str, id: &'static str) -> Problem {
    let message = Message::new(id);
    let problem = FieldProblem {
        field: field.to_owned(),
        code: "api.field",
        message: message.clone(),
    };
    Problem::new(Class::Invalid, "api.field", message, vec![problem])
}

pub(super) fn unreadable(detail: String) -> Problem {
    let message = Message::new("api-not-json").with("detail", detail);
    Problem::new(Class::Invalid, "api.not_json", message, Vec::new())
}

#[derive(Debug, Deserialize)]
struct IndexQuery {
    state: Option<String>,
    organization: Option<String>,
    mine: Option<String>,
    limit: Option<i64>,
    offset: Option<i64>,
}

async fn index(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Query(query): Query<IndexQuery>,
) -> Result<Json<Value>, Problem> {
    let mut tx = app.database.begin_read().await?;
    let organization = match &query.organization {
        Some(name) => Some(organizations::by_name(&mut tx, name).await?.id),
        None => None,
    };
    let states = query
        .state
        .iter()
        .flat_map(|text| text.split(','))
        .filter_map(State::parse)
        .collect();
    let author = query
        .mine
        .as_deref()
        .filter(|value| *value != "false")
        .map(|_| actor.account_id.clone());
    let filter = Filter {
        states,
        organization,
        author,
        limit: query.limit.unwrap_or(100),
        offset: query.offset.unwrap_or(0),
        ..Filter::default()
    };
    let lines = list::lines(&mut tx, &actor, &filter).await?;
    let items: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.id, "number": line.number, "state": line.state, "kind": line.kind, "title": line.title,
                "dataset": line.dataset_name, "organization": line.organization_name,
                "due_at": line.due_at.map(rfc3339), "updated_at": rfc3339(line.updated_at),
                "change": ChangeSummary::parse(&line.change_summary),
            })
        })
        .collect();
    Ok(Json(json!({ "items": items })))
}

fn rfc3339(micros: i64) -> String {
    clock::timestamp(micros).to_string()
}

pub(super) async fn view(
    app: &App,
    actor: &Actor,
    id: &SubmissionId,
    language: Language,
) -> Result<Value, Problem> {
    let mut tx = app.database.begin_read().await?;
    let submission = record::visible(&mut tx, actor, id).await?;
    let facts = record::facts(&mut tx, actor, &submission).await?;
    let known = dataset::by_id(&mut tx, &submission.dataset_id).await?;
    let organization = organizations::by_id(&mut tx, &submission.organization_id).await?;
    let holder = match &submission.claimed_by {
        Some(account) => Some(people::display_name(&mut tx, account.as_str()).await?),
        None => None,
    };
    let metadata = submission.metadata()?;
    let twins = twins::of(&mut tx, actor, &submission, &metadata.title).await?;
    let list = files::of(&mut tx, id).await?;
    let change = ChangeSummary::parse(&submission.change_summary);
    let blocking = blocking(&list, &change);
    let files: Vec<Value> = list
        .iter()
        .map(|file| {
            json!({
                "id": file.id, "resource_id": file.resource_id, "name": file.name, "file": file.file_name,
                "size": file.size_bytes, "sha256": file.blob, "format": file.format, "state": file.state,
                "rows": file.row_count, "blocking": file.blocking_count, "personal": file.personal_count,
                "warnings": file.warning_count,
            })
        })
        .collect();
    Ok(json!({
        "id": submission.id, "number": submission.number, "state": submission.state, "kind": submission.kind,
        "dataset": known.name, "dataset_id": known.id, "organization": organization.name,
        "metadata": metadata, "missing": metadata.empty_parts(), "same_title": twins, "files": files,
        "blocking": blocking, "notice": notice(&submission, &list, blocking, language), "claimed_by": holder,
        "change": change, "clock": clock_of(app, &submission),
        "actions": state::possible(submission.state, facts), "version_id": submission.version_id,
        "publish_at": submission.publish_at.map(rfc3339),
        "returned": why_returned(&mut tx, actor, &submission).await?,
        "exceptions": exceptions_of(&mut tx, actor, facts, id).await?,
        "links": {
            "self": format!("/api/v1/submissions/{id}"), "report": format!("/api/v1/submissions/{id}/report"),
            "diff": format!("/api/v1/submissions/{id}/diff"), "page": format!("/kerja/pengajuan/{id}"),
            "dataset": format!("/dataset/{}", known.name),
        },
    }))
}

// Findings of the files, and what keeps the update from being put together with the published table.
fn blocking(files: &[files::File], change: &ChangeSummary) -> i64 {
    let remarks = change.remarks();
    let remarks = remarks.iter().filter(|(is_blocking, _)| *is_blocking);
    let found: i64 = files.iter().map(|file| file.blocking_count).sum();
    found + i64::try_from(remarks.count()).unwrap_or(i64::MAX)
}

// What somebody who has just sent it would not expect: it is not in the queue yet, or came back.
fn notice(
    submission: &Submission,
    files: &[files::File],
    blocking: i64,
    language: Language,
) -> Value {
    let is_busy = |file: &files::File| matches!(file.state, FileState::Queued | FileState::Running);
    let (code, message) = match submission.state {
        State::Checking => ("submission.checking", Message::new("api-notice-checking")),
        state if !state.is_editable() => return Value::Null,
        _ if files.iter().any(is_busy) => (
            "submission.inspecting",
            Message::new("api-notice-inspecting"),
        ),
        _ if blocking > 0 => {
            let message = Message::new("api-notice-blocked").with("count", blocking);
            ("submission.blocked", message)
        }
        _ => return Value::Null,
    };
    json!({ "code": code, "detail": language.text(&message) })
}

// Why it came back, as long as it is to be mended.
async fn why_returned(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
) -> Result<Value, Problem> {
    let Some(told) = returned::of(tx, submission, &actor.account_id).await? else {
        return Ok(Value::Null);
    };
    let comments: Vec<Value> = told
        .comments
        .iter()
        .map(|said| json!({ "by": said.author, "place": said.place, "text": said.body, "at": rfc3339(said.at) }))
        .collect();
    Ok(
        json!({ "reason": told.reason, "by": told.author, "at": rfc3339(told.at), "comments": comments }),
    )
}

// The reason is for stewards alone, and for those who gave it.
async fn exceptions_of(
    tx: &mut Tx,
    actor: &Actor,
    facts: Facts,
    id: &SubmissionId,
) -> Result<Value, Problem> {
    if !actor.is_steward() && !facts.is_producer {
        return Ok(json!([]));
    }
    let asked = exceptions::of(tx, id).await?;
    let items: Vec<Value> = asked
        .iter()
        .map(|asked| {
            json!({
                "id": asked.id, "file_sha256": asked.blob, "place": asked.place, "kind": asked.kind,
                "cells": asked.cell_count, "state": asked.state, "reason": asked.reason, "asked_by": asked.asked_by,
                "asked_at": rfc3339(asked.asked_at), "answer": asked.answer, "decided_by": asked.decided_by,
                "decided_at": asked.decided_at.map(rfc3339),
            })
        })
        .collect();
    Ok(Value::Array(items))
}

fn clock_of(app: &App, submission: &Submission) -> Value {
    let running = submission.state.clock_runs();
    let Some(due) = submission.due_at.filter(|_| running).map(clock::timestamp) else {
        return Value::Null;
    };
    let since = submission.submitted_at.map_or(due, clock::timestamp);
    let work = app.calendar.clock(since, due, app.clock.now());
    json!({
        "due_at": due.to_string(), "overdue": work.is_overdue, "days": work.days, "hours": work.hours,
        "minutes": work.minutes,
    })
}

async fn show(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let language = respond::language(&app, None, &headers);
    Ok(Json(view(&app, &actor, &parse(&id)?, language).await?))
}

pub(super) fn parse(id: &str) -> Result<SubmissionId, Problem> {
    SubmissionId::parse(id).map_err(|_| Problem::not_found())
}

async fn report(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let mut tx = app.database.begin_read().await?;
    let submission = record::visible(&mut tx, &actor, &id).await?;
    let mut list = Vec::new();
    for file in files::of(&mut tx, &id).await? {
        let granted = exceptions::granted(&mut tx, &submission.dataset_id, &file.blob).await?;
        list.push((file, granted));
    }
    drop(tx);
    let mut reports = Vec::new();
    for (file, granted) in list {
        let report = match &file.report_blob {
            Some(blob) => {
                let mut report = inspect::report(&app.storage, blob).await?;
                exceptions::lift(&mut report, &granted);
                Some(report)
            }
            None => None,
        };
        reports.push(json!({ "file": file.file_name, "state": file.state, "report": report }));
    }
    Ok(Json(json!({ "files": reports })))
}

#[derive(Debug, Deserialize)]
struct DiffQuery {
    kind: Option<String>,
    limit: Option<u64>,
    offset: Option<u64>,
}

async fn diff(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    Query(query): Query<DiffQuery>,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let mut tx = app.database.begin_read().await?;
    let submission = record::visible(&mut tx, &actor, &id).await?;
    let list = files::of(&mut tx, &id).await?;
    drop(tx);
    let kind = query.kind.as_deref().and_then(ChangeKind::parse);
    let (limit, offset) = (
        query.limit.unwrap_or(100).min(500),
        query.offset.unwrap_or(0),
    );
    let mut found = Vec::new();
    for file in &list {
        let page = difference::page(&app.storage, &app.lanes, file, kind, limit, offset).await?;
        if let Some((difference, page)) = page {
            found.push(
                json!({ "resource_id": file.resource_id, "difference": difference, "page": page }),
            );
        }
    }
    Ok(Json(
        json!({ "summary": ChangeSummary::parse(&submission.change_summary), "resources": found }),
    ))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActBody {
    action: Action,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    publish: Option<String>,
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    assignee: Option<String>,
}

async fn act(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<ActBody>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let Json(body) = body.map_err(|error| unreadable(error.body_text()))?;
    let publish = match (&body.at, body.publish.as_deref()) {
        (Some(at), _) => Publish::At(at.parse().map_err(|_| wrong("at", "decision-date-wrong"))?),
        (None, Some("hold")) => Publish::Hold,
        (None, _) => Publish::Now,
    };
    let mut tx = app.database.begin().await?;
    let assignee = match &body.assignee {
        Some(name) => Some(people::actor_by_name(&mut tx, name).await?),
        None => None,
    };
    let request = ActionRequest {
        action: body.action,
        reason: body.reason,
        publish,
        seen: None,
        assignee,
    };
    actions::act(
        &mut tx,
        app.review_tools(),
        &actor,
        &id,
        &request,
        app.clock.now(),
    )
    .await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    let language = respond::language(&app, None, &headers);
    Ok(Json(view(&app, &actor, &id, language).await?))
}
