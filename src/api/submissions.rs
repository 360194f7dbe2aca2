//! Submissions over the API: the same acts as the pages, with the token of the acting person.

use super::parameters::{Asked, CHANGED_ROWS, CHANGES, LIMIT, MINE, OFFSET, ORGANIZATION, STATES};
use super::{creation, files as draft_files, mending, respond};
use crate::accounts::{Actor, organizations, people};
use crate::app::App;
use crate::catalog::dataset;
use crate::database::{Tx, clock};
use crate::error::{FieldProblem, Kind as Class, Message};
use crate::http::auth::TokenActor;
use crate::http::leftover;
use crate::http::problem::Problem;
use crate::intake::{inspect, twins};
use crate::review::actions::{self, ActionRequest, Publish};
use crate::review::table::ChangeKind;
use crate::review::{ChangeSummary, difference};
use crate::submission::list::{self, Filter};
use crate::submission::state::Facts;
use crate::submission::{
    Action, FileState, State, Submission, SubmissionId, exceptions, files, record, returned, state,
};
use crate::web::i18n::Language;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State as AppState};
use axum::middleware;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

/// The routes of this module, below `/api/v1`.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(
            "/submissions",
            get(index)
                .post(creation::create)
                .layer(DefaultBodyLimit::disable())
                .layer(middleware::from_fn(leftover::discard)),
        )
        .route("/submissions/{id}", get(show).patch(mending::describe))
        .route("/submissions/{id}/report", get(report))
        .route("/submissions/{id}/diff", get(diff))
        .route("/submissions/{id}/actions", post(act))
        .route(
            "/submissions/{id}/files",
            post(draft_files::add)
                .layer(DefaultBodyLimit::disable())
                .layer(middleware::from_fn(leftover::discard)),
        )
        .route(
            "/submissions/{id}/files/{file}",
            delete(draft_files::remove).patch(mending::rename),
        )
        .route(
            "/submissions/{id}/files/{file}/reading",
            put(mending::reread),
        )
}

pub(super) fn wrong(field: &str, id: &'static str) -> Problem {
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

async fn index(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    asked: Asked,
) -> Result<Json<Value>, Problem> {
    let mut tx = app.database.begin_read().await?;
    let organization = match asked.text(&ORGANIZATION) {
        Some(name) => Some(organizations::by_name(&mut tx, name).await?.id),
        None => None,
    };
    let mine = asked.is_set(&MINE);
    let filter = Filter {
        states: asked.words(&STATES).filter_map(State::parse).collect(),
        organization,
        author: mine.then(|| actor.account_id.clone()),
        limit: asked.amount(&LIMIT),
        offset: asked.amount(&OFFSET),
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
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    let language = respond::language(&app, query.as_deref(), &headers);
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

async fn diff(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let mut tx = app.database.begin_read().await?;
    let submission = record::visible(&mut tx, &actor, &id).await?;
    let list = files::of(&mut tx, &id).await?;
    drop(tx);
    let kind = asked.text(&CHANGES).and_then(ChangeKind::parse);
    let amount = |parameter| u64::try_from(asked.amount(parameter)).unwrap_or(0);
    let (limit, offset) = (amount(&CHANGED_ROWS), amount(&OFFSET));
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
