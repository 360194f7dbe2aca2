//! `datastore_search`: rows of a resource's table.

use super::envelope::{Error, Outcome};
use super::parameters::Parameters;
use crate::app::App;
use crate::interop::tables;
use crate::query::dialect::ckan::{CkanError, DatastoreSearch, datastore_search};
use crate::query::{self, Format, Header, Output};
use futures::TryStreamExt;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value, json};

/// Rows of an answer when the call names no limit, and at most.
const USUAL_ROWS: u64 = 100;
const MOST_ROWS: u64 = 32_000;
/// Bytes of the largest answer.
const MOST_BYTES: usize = 256 << 20;

const KNOWN: &[&str] = &[
    "resource_id",
    "id",
    "filters",
    "q",
    "full_text",
    "plain",
    "language",
    "distinct",
    "limit",
    "offset",
    "fields",
    "sort",
    "include_total",
    "total_estimation_threshold",
    "records_format",
    "include_next_page",
    "version",
];

/// Answers `datastore_search`.
pub(super) async fn search(app: &App, parameters: &Parameters) -> Result<Outcome, Error> {
    let resource = parameters.required("resource_id", "id")?;
    if let Some(unknown) = parameters.names().find(|name| !KNOWN.contains(name)) {
        return Err(Error::field(
            "__extras",
            &format!("invalid value \"{unknown}\""),
        ));
    }
    let search = read(parameters)?;
    let (shape, output) = shape(parameters)?;
    let number = parameters.integer("version")?;
    let found = tables::open(app, &resource, number).await?;
    let Some(found) = found else {
        let text = format!("Resource \"{resource}\" was not found.");
        return Err(Error::NotFound(Some(text)));
    };
    let request = datastore_search(&search, &found.open.table).map_err(|error| wrong(&error))?;
    let answer = query::run(&app.lanes, &found.open.table, request, output)
        .await
        .map_err(failed)?;
    let total = answer.total;
    let bytes = gather(answer).await?;
    let records = match output.format {
        Format::Csv | Format::Tsv => to_raw_value(&String::from_utf8_lossy(&bytes)),
        _ => String::from_utf8(bytes)
            .map_or_else(|_| to_raw_value(&json!([])), RawValue::from_string),
    };
    let records = records.map_err(|_| internal())?;
    let mut result: Map<String, Value> = echo(parameters);
    result.insert("resource_id".to_owned(), json!(found.file.resource_id));
    result.insert(
        "fields".to_owned(),
        json!(tables::fields(&found.open.table, &search.fields)),
    );
    result.insert("records_format".to_owned(), json!(shape));
    result.insert("limit".to_owned(), json!(search.limit));
    if parameters.value("offset").is_some() {
        result.insert("offset".to_owned(), json!(search.offset));
    }
    result.insert("include_total".to_owned(), json!(search.include_total));
    if let Some(total) = total.filter(|_| search.include_total) {
        result.insert("total".to_owned(), json!(total));
    }
    result.insert("total_was_estimated".to_owned(), json!(false));
    result.insert("_links".to_owned(), links(parameters, &search));
    with_records(&result, &records)
}

/// The result with the rows as the engine wrote them: a value in between would lose digits of numbers.
fn with_records(result: &Map<String, Value>, records: &RawValue) -> Result<Outcome, Error> {
    let head = serde_json::to_string(result).map_err(|_| internal())?;
    let head = head.strip_suffix('}').unwrap_or(&head);
    let text = format!("{head},\"records\":{}}}", records.get().trim_end());
    RawValue::from_string(text)
        .map(Outcome::Raw)
        .map_err(|_| internal())
}

fn internal() -> Error {
    Error::Problem(crate::http::problem::Problem::internal())
}

fn read(parameters: &Parameters) -> Result<DatastoreSearch, Error> {
    let filters = match parameters.json("filters") {
        Some(Value::Object(object)) if object.is_empty() => None,
        other => other,
    };
    Ok(DatastoreSearch {
        filters,
        q: parameters.json("q"),
        full_text: parameters.text("full_text"),
        fields: parameters.list("fields"),
        sort: parameters.list("sort"),
        distinct: parameters.loose_flag("distinct", false),
        limit: parameters
            .natural("limit")?
            .unwrap_or(USUAL_ROWS)
            .min(MOST_ROWS),
        offset: parameters.natural("offset")?.unwrap_or(0),
        include_total: parameters.loose_flag("include_total", true),
    })
}

fn shape(parameters: &Parameters) -> Result<(&'static str, Output), Error> {
    let headless = |format| Output {
        format,
        header: Header::Absent,
    };
    match parameters.text("records_format").as_deref() {
        None | Some("objects") => Ok(("objects", Format::Json.into())),
        Some("lists") => Ok(("lists", Format::JsonLists.into())),
        Some("csv") => Ok(("csv", headless(Format::Csv))),
        Some("tsv") => Ok(("tsv", headless(Format::Tsv))),
        Some(_) => Err(Error::field(
            "records_format",
            "Value must be one of objects, lists, csv, tsv",
        )),
    }
}

fn wrong(error: &CkanError) -> Error {
    let (name, text) = match error {
        CkanError::Filters(text) => ("filters", text.clone()),
        CkanError::Q(text) => ("q", text.clone()),
        CkanError::Fields(_) => ("fields", error.to_string()),
        CkanError::Sort(_) => ("sort", error.to_string()),
    };
    Error::field(name, &text)
}

fn failed(error: query::Error) -> Error {
    match error {
        query::Error::TooHeavy => Error::field("query", "Search took too long"),
        other => other.into(),
    }
}

async fn gather(answer: query::Answer) -> Result<Vec<u8>, Error> {
    let mut body = answer.body;
    let mut bytes = Vec::new();
    while let Some(piece) = body.try_next().await.map_err(|_| internal())? {
        if bytes.len() + piece.len() > MOST_BYTES {
            return Err(Error::field("limit", "The answer is too large"));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// What CKAN gives back of the call.
fn echo(parameters: &Parameters) -> Map<String, Value> {
    let mut echo = Map::new();
    for name in ["filters", "q"] {
        if let Some(value) = parameters.json(name) {
            echo.insert(name.to_owned(), value);
        }
    }
    for name in ["sort", "language"] {
        if let Some(value) = parameters.value(name) {
            echo.insert(name.to_owned(), value.clone());
        }
    }
    for (name, default) in [("plain", true), ("distinct", false)] {
        if parameters.value(name).is_some() {
            echo.insert(name.to_owned(), json!(parameters.loose_flag(name, default)));
        }
    }
    echo
}

/// Addresses of the pages around, without the host.
fn links(parameters: &Parameters, search: &DatastoreSearch) -> Value {
    let page = |offset: u64| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in parameters.names().filter(|name| *name != "offset") {
            match parameters.value(name) {
                Some(Value::String(text)) => query.append_pair(name, text),
                Some(other) => query.append_pair(name, &other.to_string()),
                None => &mut query,
            };
        }
        if offset > 0 {
            query.append_pair("offset", &offset.to_string());
        }
        format!("/api/3/action/datastore_search?{}", query.finish())
    };
    let mut links = json!({
        "start": page(0),
        "next": page(search.offset.saturating_add(search.limit)),
    });
    if let (true, Value::Object(links)) = (search.offset > 0, &mut links) {
        let before = search.offset.saturating_sub(search.limit);
        links.insert("prev".to_owned(), json!(page(before)));
    }
    links
}
