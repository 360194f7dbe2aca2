//! `/dataset/{name}`: the data first, then what one needs to know of it. Also `/dataset/{name}/versi/{n}`.

use super::content::Content;
use super::{gone, machine};
use crate::app::tasks;
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::usage::{self, Use};
use crate::catalog::{VersionResource, VersionState};
use crate::database::clock;
use crate::http::problem::Problem;
use crate::search::{Facet, Query, Sort};
use crate::standards::licences;
use crate::web::page::Ctx;
use crate::web::words;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most datasets of the same topic.
const RELATED: usize = 5;

/// The dataset in its published version, or in the one that `?version=` names.
pub async fn get(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let number = ctx.param("version").and_then(|text| text.parse().ok());
    show(&ctx, &name, number).await
}

/// An older version, whole.
pub async fn version(ctx: &Ctx, name: &str, number: i64) -> Result<Response, Problem> {
    show(ctx, name, Some(number)).await
}

async fn show(ctx: &Ctx, name: &str, number: Option<i64>) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, name, number).await {
        Ok(found) => found,
        Err(error) => return gone(error, ""),
    };
    let history = public::history(&mut tx, &found.dataset.id).await?;
    let year_ago = app
        .calendar
        .date(app.clock.now())
        .saturating_sub(jiff::ToSpan::days(365))
        .to_string();
    let (views, downloads) =
        usage::of_dataset(&mut tx, found.dataset.id.as_str(), &year_ago).await?;
    drop(tx);
    tasks::count(app, Use::View, found.dataset.id.as_str(), "", ctx.agent());
    let metadata = found.version.metadata()?;
    let shown = found
        .resources
        .iter()
        .find(|resource| resource.table_blob.is_some());
    let content = match shown {
        Some(resource) => Content::of(ctx, resource, &metadata.title).await?,
        None => Arc::default(),
    };
    let chosen_table = match shown {
        Some(resource) => content.chosen_table(ctx, resource).await?,
        None => None,
    };
    let base = ctx.base_url();
    let latest = history
        .iter()
        .filter(|v| v.state == VersionState::Published)
        .map(|v| v.number)
        .max();
    let year = app
        .calendar
        .date(clock::timestamp(found.version.released_at))
        .year();
    let context = json!({
        "name": found.dataset.name,
        "title": metadata.title,
        "description": metadata.description,
        "m": metadata,
        "is_current": found.is_current(),
        "number": found.version.number,
        "latest": latest,
        "count": history.len(),
        "released_at": found.version.released_at,
        "year": year,
        "organization": { "name": found.organization.name, "title": found.organization.title },
        "topics": found.topics.iter().map(|topic| json!([topic.name, words::topic(ctx.language, topic), topic.code])).collect::<Vec<_>>(),
        "licence": licences::by_id(&metadata.licence).map(|l| json!([words::licence(ctx.language, l.id), l.url])),
        "contact": found.contact(&metadata.contact, &app.settings.site.contact).pieces,
        "resources": found.resources.iter().map(|r| resource_view(&found, r)).collect::<Vec<_>>(),
        "table": chosen_table.as_ref().unwrap_or(&content.table),
        "dictionary": content.dictionary,
        "picture": content.picture,
        "periods": content.buttons(ctx),
        "coverage": content.coverage,
        "shown": shown.map(|resource| resource_view(&found, resource)),
        "versions": history.iter().take(6).map(version_view).collect::<Vec<_>>(),
        "related": related(ctx, &found).await,
        "views": views,
        "downloads": downloads,
        "base": base,
        "schema_org": machine::schema_org(&found, &metadata, &base),
        "bibtex": machine::bibtex(&found, &metadata, year, &base),
    });
    ctx.html("dataset/show.html", context).await
}

// Others of the same topics; a search that fails costs only this list.
async fn related(ctx: &Ctx, found: &PublicDataset) -> Vec<Value> {
    let topics: Vec<String> = found
        .topics
        .iter()
        .map(|topic| topic.name.clone())
        .collect();
    if topics.is_empty() {
        return Vec::new();
    }
    let query = Query {
        filters: vec![(Facet::Topic, topics)],
        sort: Sort::Popular,
        limit: RELATED + 1,
        ..Query::default()
    };
    let Ok(answer) = ctx.app.search.search(query).await else {
        return Vec::new();
    };
    answer
        .hits
        .iter()
        .filter(|hit| hit.id != found.dataset.id.as_str())
        .take(RELATED)
        .map(|hit| {
            let title: String = hit.title.iter().map(|part| part.text.as_str()).collect();
            json!({ "name": hit.name, "title": title })
        })
        .collect()
}

/// What pages show of a version.
pub fn version_view(version: &crate::catalog::Version) -> Value {
    json!({
        "number": version.number, "state": version.state, "released_at": version.released_at, "kind": version.kind,
        "release_note": version.release_note, "reason": version.withdrawn_reason, "withdrawn_at": version.withdrawn_at,
        "period": version.period, "change": crate::review::ChangeSummary::parse(&version.change_summary),
        "is_readable": version.is_readable(),
    })
}

/// What pages show of a resource.
pub fn resource_view(found: &PublicDataset, resource: &VersionResource) -> Value {
    let version = if found.is_current() {
        String::new()
    } else {
        format!("version={}", found.version.number)
    };
    json!({
        "id": resource.resource_id, "name": resource.name, "description": resource.description,
        "file_name": resource.file_name, "format": resource.format, "size": resource.original_size,
        "rows": resource.row_count, "has_table": resource.table_blob.is_some(), "table_size": resource.table_size,
        "version": version,
        "download": format!("/dataset/{}/resource/{}/download/{}{}", found.dataset.name, resource.resource_id,
            crate::web::render::path_escape(&resource.file_name),
            if version.is_empty() { String::new() } else { format!("?{version}") }),
        "page": format!("/dataset/{}/resource/{}{}", found.dataset.name, resource.resource_id,
            if version.is_empty() { String::new() } else { format!("?{version}") }),
    })
}
