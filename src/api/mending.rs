//! Drafts over the API: their description and how their files are read, until they are sent.

use super::submissions::{parse, unreadable, view};
use super::{reading, respond};
use crate::app::App;
use crate::http::auth::TokenActor;
use crate::http::problem::Problem;
use crate::intake::drafts::{self, Description};
use crate::intake::{kinds, readings};
use crate::submission::{FileId, Metadata};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State as AppState};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Changes parts of a draft's description, and how it updates the published dataset; what the body doesn't name stays.
pub(super) async fn describe(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Map<String, Value>>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let mut tx = app.database.begin().await?;
    // Whoever may not change it learns nothing of the body.
    let submission = drafts::editable(&mut tx, &actor, &id).await?;
    let Json(mut body) = body.map_err(|error| unreadable(error.body_text()))?;
    if let Some(kind) = body.remove("kind") {
        let kind = serde_json::from_value(kind).map_err(|error| unreadable(error.to_string()))?;
        kinds::set_kind(&mut tx, &actor, &id, kind, app.clock.now()).await?;
    }
    let description = Description {
        // A title that it had already has been meant.
        is_another: !body.contains_key("title"),
        metadata: changed(&submission.metadata()?, body)?,
        seen: None,
    };
    drafts::describe(&mut tx, &actor, &id, description, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    let language = respond::language(&app, None, &headers);
    Ok(Json(view(&app, &actor, &id, language).await?))
}

/// Parts of a description that may be changed; `notes` is CKAN's name of the description.
pub(super) const PARTS: [&str; 11] = [
    "title",
    "notes",
    "description",
    "topics",
    "tags",
    "frequency",
    "period",
    "licence",
    "openness",
    "release_note",
    "contact",
];

fn changed(known: &Metadata, changes: Map<String, Value>) -> Result<Metadata, Problem> {
    let refused = |error: serde_json::Error| unreadable(error.to_string());
    let known = serde_json::to_value(known).map_err(refused)?;
    let mut whole: Map<String, Value> = serde_json::from_value(known).map_err(refused)?;
    for (name, value) in changes {
        if !PARTS.contains(&name.as_str()) {
            let known = PARTS.join(", ");
            return Err(unreadable(format!(
                "unknown key {name}; known are kind, {known}"
            )));
        }
        let name = if name == "notes" {
            "description"
        } else {
            &name
        };
        whole.insert(name.to_owned(), value);
    }
    serde_json::from_value(Value::Object(whole)).map_err(refused)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileBody {
    name: String,
}

/// Changes what the table of a file is called for readers.
pub(super) async fn rename(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Json<FileBody>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let file = FileId::parse(&file).map_err(|_| Problem::not_found())?;
    let mut tx = app.database.begin().await?;
    // Whoever may not change it learns nothing of the body.
    drafts::file(&mut tx, &actor, &id, &file).await?;
    let Json(body) = body.map_err(|error| unreadable(error.body_text()))?;
    drafts::rename_file(&mut tx, &actor, &id, &file, &body.name, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    let language = respond::language(&app, None, &headers);
    Ok(Json(view(&app, &actor, &id, language).await?))
}

/// Overrules how a file of a draft is read.
pub(super) async fn reread(
    AppState(app): AppState<App>,
    TokenActor(actor): TokenActor,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    let id = parse(&id)?;
    let file = FileId::parse(&file).map_err(|_| Problem::not_found())?;
    let mut tx = app.database.begin().await?;
    // Whoever may not change it learns nothing of the body.
    let file = drafts::file(&mut tx, &actor, &id, &file).await?;
    let Json(body) = body.map_err(|error| unreadable(error.body_text()))?;
    let wanted = readings::encode(&reading::parse(body).map_err(unreadable)?);
    drafts::set_reading(&mut tx, &actor, &file.id, &wanted, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    let language = respond::language(&app, None, &headers);
    Ok(Json(view(&app, &actor, &id, language).await?))
}
