//! `/dataset/{name}/resource/{id}`: the table to sort, filter and page through; and the file as it was uploaded.

use super::{gone, show};
use crate::app::tasks;
use crate::catalog::usage::Use;
use crate::catalog::{ResourceId, public};
use crate::http::problem::Problem;
use crate::http::tables;
use crate::query::{self, TableQuery};
use crate::web::page::Ctx;
use crate::web::table;
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, RANGE,
};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

const ROWS: u64 = 50;
/// Parameters of the page that are none of the query's.
const OWN: [&str; 6] = ["version", "lang", "offset", "kolom", "syarat", "isi"];

/// The explorer; its address carries the parameters of the row API.
pub async fn get(Path((name, id)): Path<(String, String)>, ctx: Ctx) -> Result<Response, Problem> {
    let id = ResourceId::parse(&id).map_err(|_| Problem::not_found())?;
    let number = ctx.param("version").and_then(|text| text.parse().ok());
    let mut tx = ctx.app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, &name, number).await {
        Ok(found) => found,
        Err(error) => return gone(error, &format!("/resource/{id}")),
    };
    drop(tx);
    let Some(resource) = found.resource(&id) else {
        return Err(Problem::not_found());
    };
    tasks::count(
        &ctx.app,
        Use::View,
        found.dataset.id.as_str(),
        id.as_str(),
        ctx.agent(),
    );
    let open = tables::open(&ctx.app, resource).await?;
    let pairs = wanted(&ctx);
    let offset = ctx
        .param("offset")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0_u64);
    let mut problem: Option<String> = None;
    let mut view = Value::Null;
    let mut columns: Vec<Value> = Vec::new();
    if let Some(open) = &open {
        columns = open
            .table
            .columns
            .iter()
            .map(|c| json!([c.name, c.title.as_deref().unwrap_or(&c.name)]))
            .collect();
        let request = match query::parse(&pairs, &open.table) {
            Ok(request) => TableQuery {
                limit: Some(ROWS),
                offset,
                ..request
            },
            Err(error) => {
                problem = Some(ctx.text(&crate::error::Failure::message(&error)));
                TableQuery {
                    limit: Some(ROWS),
                    ..TableQuery::default()
                }
            }
        };
        let page = query::page(&ctx.app.lanes, &open.table, request).await?;
        view = table::view(&page, offset, ctx.language);
    }
    let encoded: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&pairs)
        .finish();
    let sorts: Vec<Value> = columns
        .iter()
        .filter_map(|column| column.get(0).and_then(Value::as_str))
        .map(|column| {
            let current = pairs.iter().find(|(key, _)| key == "order").map(|(_, value)| value.as_str());
            let next = if current == Some(format!("{column}.asc").as_str()) { "desc" } else { "asc" };
            let mut rest: Vec<(String, String)> = pairs.iter().filter(|(key, _)| key != "order").cloned().collect();
            rest.push(("order".to_owned(), format!("{column}.{next}")));
            let query: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(&rest).finish();
            json!({ "name": column, "href": format!("?{query}"), "current": current.is_some_and(|c| c.starts_with(&format!("{column}."))) })
        })
        .collect();
    let conditions: Vec<Value> = pairs
        .iter()
        .enumerate()
        .filter(|(_, (key, _))| !matches!(key.as_str(), "order" | "select" | "limit"))
        .map(|(index, (key, value))| {
            let rest: Vec<&(String, String)> = pairs
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .map(|(_, pair)| pair)
                .collect();
            let query: String = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(rest)
                .finish();
            json!({ "label": format!("{key}: {value}"), "href": format!("?{query}") })
        })
        .collect();
    let context = json!({
        "name": found.dataset.name, "title": found.dataset.title, "number": found.version.number,
        "is_current": found.is_current(), "resource": show::resource_view(&found, resource),
        "table": view, "columns": columns, "sorts": sorts, "conditions": conditions, "problem": problem,
        "pairs": pairs, "query": encoded, "base": ctx.base_url(),
    });
    ctx.html("dataset/resource.html", context).await
}

// The form's three fields become one parameter of the row API; all others are kept as they are.
fn wanted(ctx: &Ctx) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = ctx
        .pairs()
        .into_iter()
        .filter(|(key, value)| !OWN.contains(&key.as_str()) && !value.is_empty())
        .collect();
    if let (Some(column), Some(value)) = (ctx.param("kolom"), ctx.param("isi")) {
        let operator = ctx.param("syarat").unwrap_or_else(|| "eq".to_owned());
        let value = if operator == "ilike" {
            format!("*{value}*")
        } else {
            value
        };
        pairs.push((column, format!("{operator}.{value}")));
    }
    pairs
}

/// The bytes as they were uploaded.
pub async fn download(
    Path((name, id, _file)): Path<(String, String, String)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let id = ResourceId::parse(&id).map_err(|_| Problem::not_found())?;
    let number = ctx.param("version").and_then(|text| text.parse().ok());
    let mut tx = ctx.app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, &name, number).await {
        Ok(found) => found,
        Err(error) => return gone(error, ""),
    };
    drop(tx);
    let Some(resource) = found.resource(&id) else {
        return Err(Problem::not_found());
    };
    let etag = format!("\"{}\"", resource.original_blob);
    let known = ctx
        .headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| text.contains(&etag));
    if known {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    tasks::count(
        &ctx.app,
        Use::Download,
        found.dataset.id.as_str(),
        id.as_str(),
        ctx.agent(),
    );
    let size = u64::try_from(resource.original_size).unwrap_or(0);
    let range = ctx
        .headers
        .get(RANGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| byte_range(text, size));
    let body = Body::from_stream(
        ctx.app
            .storage
            .get(&resource.original_blob, range.clone())
            .await?,
    );
    let (status, length) = match &range {
        Some(range) => (StatusCode::PARTIAL_CONTENT, range.end - range.start),
        None => (StatusCode::OK, size),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, s-maxage=60, must-revalidate"),
    );
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    let mut set = |name, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    };
    set(ETAG, etag);
    set(
        CONTENT_DISPOSITION,
        format!(
            "attachment; filename*=UTF-8''{}",
            crate::web::render::path_escape(&resource.file_name)
        ),
    );
    if let Some(range) = range {
        set(
            CONTENT_RANGE,
            format!("bytes {}-{}/{size}", range.start, range.end - 1),
        );
    }
    Ok(response)
}

// One range of a single request (RFC 9110, 14.2); anything else gets the whole file.
fn byte_range(text: &str, size: u64) -> Option<std::ops::Range<u64>> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) => from..(to + 1).min(size),
        (Ok(from), Err(_)) => from..size,
        (Err(_), Ok(last)) => size.saturating_sub(last)..size,
        (Err(_), Err(_)) => return None,
    };
    (range.start < range.end).then_some(range)
}
