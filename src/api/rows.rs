//! `/resources/{id}/rows`, `/schema`, `/profile` and `/preview`: the tables of public resources.

use std::io;

use axum::body::Body;
use axum::extract::{Path, Query, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, USER_AGENT, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower_http::cors::{Any, CorsLayer};

use super::{parameters, respond, schema};
use crate::app::{App, tasks};
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::usage::Use;
use crate::catalog::{ResourceId, VersionResource};
use crate::error::{Failure as _, Kind, Message};
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::query::{
    self, Aggregate, Cell, ColumnInfo, Count, Error, Expected, Field, Format, Item, Table,
    TableQuery,
};

/// Public answers may be kept by shared caches for a minute, so that a withdrawal is seen within one.
const PUBLIC: HeaderValue =
    HeaderValue::from_static("public, max-age=0, s-maxage=60, must-revalidate");
/// Changes when the same request over the same table gives other bytes than before.
const ENCODING: &str = "rows-1";
/// Rows of a preview.
const PREVIEW_ROWS: u64 = 20;

pub(super) type Pairs = Vec<(String, String)>;

/// The routes of this module, below `/api/v1`; open to scripts of other sites.
pub fn routes() -> Router<App> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([ACCEPT, AUTHORIZATION, HeaderName::from_static("prefer")])
        .expose_headers([CONTENT_RANGE, ETAG, CONTENT_DISPOSITION]);
    Router::new()
        .route("/resources/{id}/rows", get(rows))
        .route("/resources/{id}/schema", get(schema::get).put(schema::put))
        .route("/resources/{id}/profile", get(profile))
        .route("/resources/{id}/preview", get(preview))
        // Inside of CORS, so that scripts of other sites can read a refusal too.
        .layer(middleware::from_fn(parameters::check))
        .layer(cors)
}

/// A public resource with the table that its version holds.
pub(super) struct Found {
    pub dataset: PublicDataset,
    pub resource: VersionResource,
    pub open: OpenTable,
}

impl Found {
    /// The strong tag of what a request over this immutable table gives.
    pub(super) fn tag(&self, what: &str) -> String {
        let mut digest = Sha256::new();
        for part in [
            ENCODING,
            self.resource
                .table_blob
                .as_ref()
                .map_or("", |blob| blob.as_str()),
            self.resource
                .report_blob
                .as_ref()
                .map_or("", |blob| blob.as_str()),
            self.resource.name.as_str(),
            what,
        ] {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
        let hash = digest.finalize();
        format!("\"{}\"", hex::encode(hash.get(..16).unwrap_or_default()))
    }
}

pub(super) async fn find(app: &App, id: &str, pairs: &Pairs) -> Result<Found, Problem> {
    let id = ResourceId::parse(id).map_err(|_| Problem::not_found())?;
    let number = match value_of(pairs, "version") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| Problem::not_found())?),
    };
    let mut tx = app.database.begin_read().await?;
    let (dataset, resource) = public::resource(&mut tx, &id, number).await?;
    drop(tx);
    let open = tables::open(app, &resource).await?.ok_or_else(|| {
        let message = Message::new("query-no-table");
        Problem::new(Kind::NotFound, "query.no_table", message, Vec::new())
    })?;
    Ok(Found {
        dataset,
        resource,
        open,
    })
}

fn value_of<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let mut named = pairs.iter().filter(|(key, _)| key == name);
    named.next().map(|(_, value)| value.as_str())
}

async fn rows(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = find(&app, &id, &pairs).await?;
    let explain = |error| explained(&app, error, raw.as_deref(), &headers);
    let format = format(&pairs, &headers).map_err(explain)?;
    let mut query = query::parse(&pairs, &found.open.table).map_err(explain)?;
    if wants_count(&headers) || value_of(&pairs, parameters::COUNT.name) == Some("exact") {
        query.count = Count::Exact;
    }
    let tag = found.tag(&format!("{} {query:?}", format.as_str()));
    if is_known(&headers, &tag) {
        return Ok(not_modified(&tag));
    }
    let window = (query.offset, query.limit.or(format.default_limit()));
    let answer = query::run(&app.lanes, &found.open.table, query, format)
        .await
        .map_err(explain)?;
    if !matches!(format, Format::Json | Format::JsonLists | Format::Ndjson) {
        let agent = headers
            .get(USER_AGENT)
            .and_then(|agent| agent.to_str().ok());
        let (dataset, resource) = (&found.dataset.dataset.id, &found.resource.resource_id);
        let agent = agent.unwrap_or_default();
        tasks::count(
            &app,
            Use::Download,
            dataset.as_str(),
            resource.as_str(),
            agent,
        );
    }
    let name = file_name(&found, answer.file_extension);
    let local = found.open.local;
    // The file must stay on this machine until the last row is read.
    let body = answer.body.inspect(move |_| {
        let _ = &local;
    });
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    put(headers, CONTENT_TYPE, answer.content_type);
    if let Some(range) = answer.total.map(|total| content_range(window, total)) {
        put(headers, CONTENT_RANGE, &range);
    }
    // A browser shows JSON, and keeps it under the same name as the other forms.
    let disposition = match format {
        Format::Json | Format::JsonLists => "inline",
        _ => "attachment",
    };
    let value = format!("{disposition}; filename=\"{name}\"");
    put(headers, CONTENT_DISPOSITION, &value);
    public_headers(headers, &tag);
    Ok(response)
}

/// A failed request with `PostgREST`'s members beside those of a problem.
fn explained(app: &App, error: Error, query: Option<&str>, headers: &HeaderMap) -> Problem {
    let language = respond::language(app, query, headers);
    let said = |message: Option<Message>| message.map(|message| language.text(&message));
    let message = language.text(&error.message());
    let (details, hint) = (said(error.details()), said(error.hint()));
    Problem::of(error)
        .with_member("message", json!(message))
        .with_member("details", json!(details))
        .with_member("hint", json!(hint))
}

/// The format that `format` names, else the one that the caller accepts most, else JSON.
fn format(pairs: &Pairs, headers: &HeaderMap) -> Result<Format, Error> {
    if let Some(name) = value_of(pairs, "format") {
        return Format::parse(name).ok_or_else(|| Error::UnknownWord {
            parameter: "format".to_owned(),
            what: Expected::Value,
            word: name.to_owned(),
            nearest: query::nearest(name, Format::ALL.map(Format::as_str)),
        });
    }
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    Ok(accepted(accept.unwrap_or_default()))
}

fn accepted(accept: &str) -> Format {
    let mut best = (0.0, Format::Json);
    for range in accept.split(',') {
        let (media_type, parameters) = range.split_once(';').unwrap_or((range, ""));
        let quality = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("q")
                .then_some(value.trim())
        });
        let quality: f32 = quality
            .and_then(|quality| quality.parse().ok())
            .unwrap_or(1.0);
        let media_type = media_type.trim().to_ascii_lowercase();
        let format = Format::ALL.into_iter().find(|format| {
            let own = format.content_type();
            own.split(';').next() == Some(media_type.as_str())
        });
        if let Some(format) = format
            && quality > best.0
        {
            best = (quality, format);
        }
    }
    best.1
}

fn wants_count(headers: &HeaderMap) -> bool {
    let values = headers.get_all("prefer").iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']))
        .any(|wish| wish.trim().eq_ignore_ascii_case("count=exact"))
}

/// First and last row of the answer, counted from 0, and how many there are, as `PostgREST` writes it.
fn content_range((offset, limit): (u64, Option<u64>), total: u64) -> String {
    let rows = total.saturating_sub(offset).min(limit.unwrap_or(u64::MAX));
    match rows {
        0 => format!("*/{total}"),
        rows => format!("{offset}-{}/{total}", offset + rows - 1),
    }
}

fn file_name(found: &Found, extension: &str) -> String {
    let name = &found.dataset.dataset.name;
    match found.dataset.resources.len() {
        0 | 1 => format!("{name}.{extension}"),
        _ => format!("{name}-{}.{extension}", found.resource.ordinal + 1),
    }
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known == tag)
}

fn not_modified(tag: &str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    public_headers(response.headers_mut(), tag);
    response
}

fn public_headers(headers: &mut HeaderMap, tag: &str) {
    headers.insert(CACHE_CONTROL, PUBLIC);
    headers.append(VARY, HeaderValue::from_static("Accept, Prefer"));
    put(headers, ETAG, tag);
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// A small document about a table.
pub(super) fn document(headers: &HeaderMap, tag: &str, body: &Value) -> Response {
    if is_known(headers, tag) {
        return not_modified(tag);
    }
    let mut response = Json(body).into_response();
    public_headers(response.headers_mut(), tag);
    response
}

/// Name, title, type, kind and unit of a column.
pub(super) fn described(column: &ColumnInfo, open: &OpenTable) -> Value {
    let known = open.report.iter().flat_map(|report| &report.columns);
    let known = known.into_iter().find(|known| known.name == column.name);
    let mut description = json!({
        "name": column.name,
        "title": column.title.as_ref().unwrap_or(&column.name),
        "type": column.column_type.as_str(),
        "kind": known.map(|known| known.kind),
        "unit": column.unit,
    });
    if let (query::ColumnType::Decimal { scale }, Value::Object(members)) =
        (column.column_type, &mut description)
    {
        members.insert("scale".to_owned(), json!(scale));
    }
    description
}

async fn profile(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = find(&app, &id, &pairs).await?;
    let tag = found.tag("profile");
    if is_known(&headers, &tag) {
        return Ok(not_modified(&tag));
    }
    let table = &found.open.table;
    let figures = match profiled(&found.open) {
        Some(figures) => figures,
        None => computed(&app, table)
            .await
            .map_err(|error| explained(&app, error, raw.as_deref(), &headers))?,
    };
    let columns = table.columns.iter().zip(figures).map(|(column, figures)| {
        let mut description = described(column, &found.open);
        if let Value::Object(members) = &mut description {
            members.insert("profile".to_owned(), figures);
        }
        description
    });
    let body = json!({
        "resource": found.resource.resource_id.as_str(),
        "row_count": table.row_count,
        "columns": columns.collect::<Vec<_>>(),
    });
    Ok(document(&headers, &tag, &body))
}

/// The inspection's figures, if they are about this table and not only about the last of its uploads.
fn profiled(open: &OpenTable) -> Option<Vec<Value>> {
    let report = open.report.as_ref()?;
    if report.row_count != open.table.row_count {
        return None;
    }
    let figures = |column: &ColumnInfo| {
        let known = report
            .columns
            .iter()
            .find(|known| known.name == column.name)?;
        (known.profile.count == open.table.row_count)
            .then(|| serde_json::to_value(&known.profile).ok())
            .flatten()
    };
    open.table.columns.iter().map(figures).collect()
}

/// The figures that one pass over the table gives.
async fn computed(app: &App, table: &Table) -> Result<Vec<Value>, Error> {
    let mut items = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        for aggregate in figures_of(column) {
            items.push(Item::Aggregate {
                aggregate: *aggregate,
                field: Some(Field::column(&column.name)),
                name: format!("{index}.{}", aggregate.as_str()),
            });
        }
    }
    let query = TableQuery {
        items,
        ..TableQuery::default()
    };
    let page = query::page(&app.lanes, table, query).await?;
    let mut cells = page.rows.into_iter().next().unwrap_or_default().into_iter();
    let mut all = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let mut figures = json!({ "count": table.row_count });
        for aggregate in figures_of(column) {
            let cell = cells.next().unwrap_or(Cell::Missing);
            let (name, value) = match (aggregate, &cell) {
                (Aggregate::Count, Cell::Integer(count)) => {
                    let present = u64::try_from(*count).unwrap_or(0);
                    ("nulls", json!(table.row_count.saturating_sub(present)))
                }
                (_, Cell::Missing) => (figure_name(*aggregate), Value::Null),
                (Aggregate::Avg | Aggregate::Median, cell) => {
                    (figure_name(*aggregate), json!(cell.as_f64()))
                }
                (aggregate, cell) => (figure_name(*aggregate), json!(cell.to_text())),
            };
            if let Value::Object(members) = &mut figures {
                members.insert(name.to_owned(), value);
            }
        }
        all.push(figures);
    }
    Ok(all)
}

const fn figure_name(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Avg => "mean",
        other => other.as_str(),
    }
}

fn figures_of(column: &ColumnInfo) -> &'static [Aggregate] {
    use Aggregate::{Avg, Count, Max, Median, Min};
    match column.column_type {
        query::ColumnType::Boolean => &[Count],
        kind if kind.is_number() => &[Count, Min, Max, Avg, Median],
        _ => &[Count, Min, Max],
    }
}

async fn preview(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = find(&app, &id, &pairs).await?;
    let tag = found.tag("preview");
    if is_known(&headers, &tag) {
        return Ok(not_modified(&tag));
    }
    let query = TableQuery {
        limit: Some(PREVIEW_ROWS),
        ..TableQuery::default()
    };
    let table = &found.open.table;
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| described(column, &found.open))
        .collect();
    let answer = query::run(&app.lanes, table, query, Format::JsonLists)
        .await
        .map_err(|error| explained(&app, error, raw.as_deref(), &headers))?;
    let rows: Result<Vec<Bytes>, io::Error> = answer.body.try_collect().await;
    let rows = rows.map_err(|_| Problem::internal())?.concat();
    // The rows are passed on as they were written, so that numbers keep their digits.
    let head = format!(
        "{{\"row_count\":{},\"columns\":{},\"rows\":",
        table.row_count,
        Value::Array(columns)
    );
    let body = [head.as_bytes(), rows.as_slice(), b"}"].concat();
    let mut response = body.into_response();
    let headers = response.headers_mut();
    put(headers, CONTENT_TYPE, Format::JsonLists.content_type());
    public_headers(headers, &tag);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{accepted, content_range};
    use crate::query::Format;

    #[test]
    fn the_format_is_the_one_accepted_most() {
        for (accept, format) in [
            ("", Format::Json),
            ("*/*", Format::Json),
            ("text/html,application/xhtml+xml;q=0.9", Format::Json),
            ("text/csv", Format::Csv),
            ("text/csv;q=0.5, application/x-ndjson", Format::Ndjson),
            (
                "application/json; q=0.1, text/tab-separated-values; q=0.2",
                Format::Tsv,
            ),
            ("text/csv;q=0", Format::Json),
        ] {
            assert_eq!(accepted(accept), format, "{accept}");
        }
    }

    #[test]
    fn the_range_says_which_rows_of_how_many() {
        assert_eq!(content_range((0, Some(10)), 25), "0-9/25");
        assert_eq!(content_range((20, Some(10)), 25), "20-24/25");
        assert_eq!(content_range((30, Some(10)), 25), "*/25");
        assert_eq!(content_range((0, None), 25), "0-24/25");
    }
}
