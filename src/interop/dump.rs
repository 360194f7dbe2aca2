//! `/datastore/dump/{resource}`: a whole table as a file, in constant memory.

use super::respond::{self, PUBLIC};
use super::tables::{self, PublicTable};
use crate::app::{App, tasks};
use crate::catalog::usage::Use;
use crate::http::problem::Problem;
use crate::query::dialect::ckan::{DatastoreSearch, datastore_search};
use crate::query::{self, Answer, Format, Header, Output};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures::{StreamExt, stream};
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, USER_AGENT, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::io;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// The route of the dump.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/datastore/dump/{resource}", get(dump))
        .layer(middleware::from_fn(respond::problems))
}

/// What was asked for.
#[derive(Debug)]
struct Wanted {
    format: Format,
    with_mark: bool,
    search: DatastoreSearch,
    has_limit: bool,
    version: Option<i64>,
}

async fn dump(
    State(app): State<App>,
    Path(resource): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(mut wanted) = read(&query.unwrap_or_default()) else {
        return Ok(refusal(StatusCode::BAD_REQUEST, "Bad request"));
    };
    let found = tables::open(&app, &resource, wanted.version).await?;
    let Some(found) = found else {
        let text = "DataStore resource not found";
        return Ok(refusal(StatusCode::NOT_FOUND, text));
    };
    if !wanted.has_limit {
        wanted.search.limit = found.open.table.row_count;
    }
    let Ok(request) = datastore_search(&wanted.search, &found.open.table) else {
        return Ok(refusal(StatusCode::BAD_REQUEST, "Bad request"));
    };
    let output = Output {
        format: wanted.format,
        header: Header::CrLf,
    };
    let answer = query::run(&app.lanes, &found.open.table, request, output).await?;

    let agent = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let (dataset, file) = (&found.dataset.dataset.id, &found.file.resource_id);
    tasks::count(
        &app,
        Use::Download,
        dataset.as_str(),
        file.as_str(),
        agent.unwrap_or_default(),
    );
    Ok(file_response(found, &wanted, answer))
}

fn refusal(status: StatusCode, text: &'static str) -> Response {
    let page =
        format!("<!doctype html><html lang=\"en\"><title>{text}</title><p>{text}</p></html>");
    (status, Html(page)).into_response()
}

/// `None` when a parameter can't be taken.
fn read(query: &str) -> Option<Wanted> {
    let mut wanted = Wanted {
        format: Format::Csv,
        with_mark: false,
        search: DatastoreSearch::default(),
        has_limit: false,
        version: None,
    };
    let search = &mut wanted.search;
    let yes = |text: &str| ["true", "yes", "t", "y", "1"].contains(&text.to_lowercase().as_str());
    let json = |text: &str| {
        serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_owned()))
    };
    let words = |text: &str| -> Vec<String> {
        let words = text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match (name.as_ref(), value.as_ref()) {
            ("format", "csv") => wanted.format = Format::Csv,
            ("format", "tsv") => wanted.format = Format::Tsv,
            ("format", "json") => wanted.format = Format::JsonLists,
            ("format", _) => return None,
            (_, "") => {}
            ("bom", text) => wanted.with_mark = yes(text),
            ("limit", text) => {
                search.limit = text.parse().ok()?;
                wanted.has_limit = true;
            }
            ("offset", text) => search.offset = text.parse().ok()?,
            ("filters", text) => search.filters = Some(json(text)).filter(|one| !is_empty(one)),
            ("q", text) => search.q = Some(json(text)),
            ("distinct", text) => search.distinct = yes(text),
            ("fields", text) => search.fields.extend(words(text)),
            ("sort", text) => search.sort = words(text),
            ("version", text) => wanted.version = Some(text.parse().ok()?),
            _ => {}
        }
    }
    Some(wanted)
}

fn is_empty(value: &serde_json::Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn file_response(found: PublicTable, wanted: &Wanted, answer: Answer) -> Response {
    let name = format!(
        "attachment; filename=\"{}.{}\"",
        found.file.resource_id, answer.file_extension
    );
    let (before, after) = frame(&found, wanted);
    let content_type = answer.content_type;
    let piece = |bytes: Vec<u8>| stream::iter([Ok::<Bytes, io::Error>(Bytes::from(bytes))]);
    // The copy of the table must stay on this machine until the last row is read.
    let rows = stream::unfold(
        (answer.body, found.open.local),
        |(mut body, local)| async move {
            let bytes = body.next().await?;
            Some((bytes, (body, local)))
        },
    );
    let body = Body::from_stream(piece(before).chain(rows).chain(piece(after)));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, PUBLIC);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    response
}

/// What stands before and after the rows.
fn frame(found: &PublicTable, wanted: &Wanted) -> (Vec<u8>, Vec<u8>) {
    let mut before = Vec::new();
    if wanted.with_mark {
        before.extend_from_slice(MARK);
    }
    if wanted.format != Format::JsonLists {
        return (before, Vec::new());
    }
    let fields = tables::fields(&found.open.table, &wanted.search.fields);
    let fields = serde_json::Value::Array(fields);
    before.extend_from_slice(format!("{{\"fields\":{fields},\n\"records\":").as_bytes());
    (before, b"}\n".to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_as_ckan_reads_them() {
        let wanted = read("format=tsv&bom=True&limit=5&fields=a,b&sort=a+desc").unwrap();
        assert_eq!(wanted.format, Format::Tsv);
        assert!(wanted.with_mark && wanted.has_limit);
        assert_eq!(wanted.search.fields, ["a", "b"]);
        assert_eq!(wanted.search.sort, ["a desc"]);
        assert!(read("format=docx").is_none());
        assert!(read("limit=x").is_none());
    }
}
