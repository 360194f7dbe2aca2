//! The other public pages: home, organizations, topics, about, the guide to the API.

use super::dataset::cari::{Names, card};
use super::page::Ctx;
use crate::accounts::organizations;
use crate::app::App;
use crate::catalog::{public, topics};
use crate::http::problem::Problem;
use crate::interop;
use crate::search::{Facet, Query, Sort};
use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use http::header::ACCEPT;
use serde_json::{Value, json};

/// `/`
pub async fn home(ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let names = Names::load(&mut tx).await?;
    let since = ctx
        .app
        .calendar
        .date(ctx.app.clock.now())
        .saturating_sub(jiff::ToSpan::days(90))
        .to_string();
    let newest = public::newest(&mut tx, 6, 0).await?;
    let used = public::most_used(&mut tx, &since, 6).await?;
    let figures = public::figures(&mut tx).await?;
    let counts = public::count_by_topic(&mut tx).await?;
    let topics: Vec<Value> = topics::list(&mut tx)
        .await?
        .iter()
        .filter_map(|topic| {
            let count = counts
                .iter()
                .find(|(id, _)| id == topic.id.as_str())
                .map(|(_, count)| *count)?;
            Some(json!({ "name": topic.name, "title": topic.title, "count": count }))
        })
        .collect();
    let context = json!({
        "figures": { "datasets": figures.datasets, "organizations": figures.organizations, "rows": figures.rows, "downloads": figures.downloads },
        "topics": topics,
        "newest": newest.iter().map(|d| card(d, &names)).collect::<Vec<_>>(),
        "used": used.iter().map(|d| card(d, &names)).collect::<Vec<_>>(),
        "base": ctx.base_url(),
    });
    ctx.html("beranda.html", context).await
}

/// `/organization`
pub async fn organization_list(ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let counts = public::count_by_organization(&mut tx).await?;
    let rows: Vec<Value> = organizations::list(&mut tx)
        .await?
        .iter()
        .map(|o| {
            let count = counts.iter().find(|(id, _)| id == o.id.as_str()).map_or(0, |(_, count)| *count);
            json!({ "name": o.name, "title": o.title, "abbreviation": o.abbreviation, "count": count })
        })
        .collect();
    let context =
        json!({ "rows": rows, "heading": "organizations-title", "path": "/organization" });
    ctx.html("daftar.html", context).await
}

/// `/group`
pub async fn topic_list(ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let counts = public::count_by_topic(&mut tx).await?;
    let rows: Vec<Value> = topics::list(&mut tx)
        .await?
        .iter()
        .map(|topic| {
            let count = counts.iter().find(|(id, _)| id == topic.id.as_str()).map_or(0, |(_, count)| *count);
            json!({ "name": topic.name, "title": topic.title, "abbreviation": topic.code, "count": count })
        })
        .collect();
    let context = json!({ "rows": rows, "heading": "topics-title", "path": "/group" });
    ctx.html("daftar.html", context).await
}

/// `/organization/{name}`
pub async fn organization(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let known = organizations::by_name(&mut tx, &name).await?;
    drop(tx);
    let facts =
        json!({ "title": known.title, "description": known.description, "contact": known.contact });
    group_page(
        &ctx,
        Facet::Organization,
        &name,
        facts,
        "/organization",
        "organizations-title",
    )
    .await
}

/// `/group/{name}`
pub async fn topic(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let known = topics::by_name(&mut tx, &name).await?;
    drop(tx);
    let facts = json!({ "title": known.title, "description": known.description, "contact": "" });
    group_page(&ctx, Facet::Topic, &name, facts, "/group", "topics-title").await
}

async fn group_page(
    ctx: &Ctx,
    facet: Facet,
    name: &str,
    facts: Value,
    path: &str,
    heading: &str,
) -> Result<Response, Problem> {
    let query = Query {
        filters: vec![(facet, vec![name.to_owned()])],
        sort: Sort::Newest,
        limit: 100,
        ..Query::default()
    };
    let answer = ctx.app.search.search(query).await?;
    let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
    let mut tx = ctx.app.database.begin_read().await?;
    let datasets = public::by_ids(&mut tx, &ids).await?;
    let names = Names::load(&mut tx).await?;
    let context = json!({
        "facts": facts, "total": answer.total, "path": path, "heading": heading,
        "results": datasets.iter().map(|d| card(d, &names)).collect::<Vec<_>>(),
    });
    ctx.html("kelompok.html", context).await
}

/// `/tentang`
pub async fn about(ctx: Ctx) -> Result<Response, Problem> {
    let calendar = &ctx.app.settings.calendar;
    let context = json!({ "monday_to_thursday": calendar.monday_to_thursday, "friday": calendar.friday, "review_days": calendar.review_days });
    ctx.html("tentang.html", context).await
}

/// `/api`: the guide for people, CKAN's version for programs.
pub async fn guide(
    State(app): State<App>,
    headers: HeaderMap,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let wants_html = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| text.contains("text/html"));
    if !wants_html {
        return Ok(interop::ckan::version_answer());
    }
    let mut tx = app.database.begin_read().await?;
    let mut example = Value::Null;
    for dataset in public::newest(&mut tx, 20, 0).await? {
        let found = public::dataset(&mut tx, &dataset.name, None).await?;
        if let Some(resource) = found
            .resources
            .iter()
            .find(|resource| resource.table_blob.is_some())
        {
            example = json!({ "dataset": dataset.name, "resource": resource.resource_id });
            break;
        }
    }
    drop(tx);
    ctx.html(
        "api.html",
        json!({ "base": ctx.base_url(), "example": example }),
    )
    .await
}
