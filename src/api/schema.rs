//! `/resources/{id}/schema`: the rules of a table as Table Schema, public, and set by those who produce it.

use super::rows::{self, Found};
use crate::accounts::Actor;
use crate::app::App;
use crate::catalog::ResourceId;
use crate::error::{Kind, Message};
use crate::http::auth::{Caller, TokenActor};
use crate::http::problem::Problem;
use crate::inspection;
use crate::intake::schemas;
use crate::query::Format;
use crate::schema::{self, TableSchema, store};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, CACHE_CONTROL, ETAG, IF_MATCH, VARY};
use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value, json};

/// The schema that was in force for a version; for those who may change it, the one in force for the next update.
pub(super) async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(pairs): Query<rows::Pairs>,
    Caller(caller): Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wants_version = pairs.iter().any(|(name, _)| name == "version");
    if let Some(actor) = caller.filter(|_| !wants_version)
        && let Some(answer) = current(&app, &actor, &id).await?
    {
        return Ok(answer);
    }
    let found = rows::find(&app, &id, &pairs).await?;
    let schema = of_version(&app, &found).await?;
    let mut body = object(&schema);
    body.extend(beside(&found));
    let body = Value::Object(body);
    let mut response = rows::document(&headers, &found.tag(&format!("schema {body}")), &body);
    let vary = HeaderValue::from_name(AUTHORIZATION);
    response.headers_mut().append(VARY, vary);
    Ok(response)
}

fn object(schema: &TableSchema) -> Map<String, Value> {
    match schema.to_json() {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

// A version released before there were schemas says what its columns are.
async fn of_version(app: &App, found: &Found) -> Result<TableSchema, Problem> {
    if let Some(id) = &found.resource.schema_id {
        let mut tx = app.database.begin_read().await?;
        return Ok(store::by_id(&mut tx, id).await?.schema);
    }
    let Some(report) = &found.open.report else {
        return Ok(TableSchema::default());
    };
    Ok(inspection::inferred(report, &[], false))
}

// What else a caller wants to know of the columns.
fn beside(found: &Found) -> Map<String, Value> {
    let columns = found.open.table.columns.iter();
    let columns: Vec<Value> = columns
        .map(|column| rows::described(column, &found.open))
        .collect();
    let body = json!({
        "resource": found.resource.resource_id.as_str(),
        "name": found.resource.name,
        "dataset": found.dataset.dataset.name,
        "version": found.dataset.version.number,
        "row_count": found.open.table.row_count,
        "columns": columns,
        "formats": Format::ALL.map(Format::as_str),
    });
    match body {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

// Nothing for those who see only what is public, and for tables without a schema.
async fn current(app: &App, actor: &Actor, id: &str) -> Result<Option<Response>, Problem> {
    let Ok(resource) = ResourceId::parse(id) else {
        return Ok(None);
    };
    let mut tx = app.database.begin_read().await?;
    match store::editable(&mut tx, actor, &resource).await {
        Ok(_) => {}
        Err(schema::Error::NotFound | schema::Error::Forbidden) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let stored = store::current(&mut tx, &resource).await?;
    Ok(stored.map(|stored| answer(&stored)))
}

fn answer(stored: &store::Stored) -> Response {
    let mut body = object(&stored.schema);
    body.insert("resource".to_owned(), json!(stored.resource_id));
    body.insert("number".to_owned(), json!(stored.number));
    body.insert("origin".to_owned(), json!(stored.origin));
    let mut response = Json(Value::Object(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(tag) = HeaderValue::from_str(&tag(stored.number)) {
        headers.insert(ETAG, tag);
    }
    response
}

fn tag(number: i64) -> String {
    format!("\"schema-{number}\"")
}

/// Sets the schema; `If-Match` with the tag of the one that was changed refuses to undo somebody else's change.
pub(super) async fn put(
    State(app): State<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<Response, Problem> {
    let resource = ResourceId::parse(&id).map_err(|_| Problem::not_found())?;
    let mut tx = app.database.begin().await?;
    store::editable(&mut tx, &actor, &resource).await?;
    let Json(body) = body.map_err(|error| {
        let message = Message::new("api-not-json").with("detail", error.body_text());
        Problem::new(Kind::Invalid, "api.not_json", message, Vec::new())
    })?;
    let schema = schema::parse(&body).map_err(schema::Error::Invalid)?;
    let seen = seen(&headers);
    let now = app.clock.now();
    schemas::set(&mut tx, &actor, &resource, &schema, seen, now).await?;
    let stored = store::current(&mut tx, &resource).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    stored
        .map(|stored| answer(&stored))
        .ok_or_else(Problem::not_found)
}

// The number in `If-Match`; one that is none of ours matches nothing.
fn seen(headers: &HeaderMap) -> Option<i64> {
    let wanted = headers.get(IF_MATCH)?.to_str().unwrap_or_default().trim();
    if wanted == "*" {
        return None;
    }
    let number = wanted
        .strip_prefix("\"schema-")
        .and_then(|rest| rest.strip_suffix('"'));
    Some(number.and_then(|number| number.parse().ok()).unwrap_or(-1))
}
