//! The other public pages: home, organizations, topics, about, the guide to the API.

use super::dataset::cari::{Names, card};
use super::icons;
use super::page::Ctx;
use super::words;
use crate::accounts::organizations;
use crate::api::examples;
use crate::app::App;
use crate::catalog::contact::Contact;
use crate::catalog::public::Figures;
use crate::catalog::{Dataset, Version, public, topics};
use crate::database::Tx;
use crate::error::Message;
use crate::http::problem::Problem;
use crate::http::tables;
use crate::interop;
use crate::query::{ColumnInfo, ColumnType, RESERVED};
use crate::review::ChangeSummary;
use crate::search::{Facet, Query, Sort};
use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use http::header::ACCEPT;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How many lines the lists of the home page have.
const LINES: i64 = 6;
/// How many organizations stand beside them while nothing has been used yet.
const AGENCIES: usize = 7;

/// `/`
pub async fn home(ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let names = Names::load(&mut tx, ctx.language).await?;
    let since = ctx
        .app
        .calendar
        .date(ctx.app.clock.now())
        .saturating_sub(jiff::ToSpan::days(90))
        .to_string();
    let releases = public::releases(&mut tx, LINES).await?;
    let used = public::most_used(&mut tx, &since, LINES).await?;
    let figures = public::figures(&mut tx).await?;
    let mut topics = topic_rows(&ctx, &mut tx).await?;
    topics.retain(|row| row.count > 0);
    let mut agencies = agency_rows(&mut tx).await?;
    agencies.retain(|row| row.count > 0);
    agencies.sort_by_key(|row| std::cmp::Reverse(row.count));
    agencies.truncate(AGENCIES);
    let example = first_table(&mut tx, &releases).await?;
    drop(tx);
    let context = json!({
        "figures": tally(&figures),
        "datasets": figures.datasets,
        "topics": topics,
        "agencies": agencies,
        "examples": examples(&releases)?,
        "newest": releases.iter().map(|(dataset, version)| release_line(&ctx, dataset, version, &names)).collect::<Vec<_>>(),
        "used": used.iter().map(|d| card(d, &names)).collect::<Vec<_>>(),
        "example": example,
        "base": ctx.base_url(),
    });
    ctx.html("beranda.html", context).await
}

// Figures that are zero say nothing to a visitor.
fn tally(figures: &Figures) -> Vec<Value> {
    [
        ("figure-datasets", figures.datasets),
        ("figure-organizations", figures.organizations),
        ("figure-rows", figures.rows),
        ("figure-downloads", figures.downloads),
    ]
    .iter()
    .filter(|(_, value)| *value > 0)
    .map(|(label, value)| json!({ "label": label, "value": value }))
    .collect()
}

// Words to try in the search: the first keyword of each of the newest datasets.
fn examples(releases: &[(Dataset, Version)]) -> Result<Vec<String>, Problem> {
    let mut words: Vec<String> = Vec::new();
    for (_, version) in releases {
        if let Some(word) = version.metadata()?.tags.into_iter().next()
            && !words.contains(&word)
        {
            words.push(word);
        }
    }
    words.truncate(5);
    Ok(words)
}

fn release_line(ctx: &Ctx, dataset: &Dataset, version: &Version, names: &Names) -> Value {
    let change = ChangeSummary::parse(&version.change_summary);
    let added = (change.compared && change.added > 0).then(|| {
        let count = i64::try_from(change.added).unwrap_or(i64::MAX);
        ctx.text(&Message::new("home-added").with("count", count))
    });
    json!({
        "name": dataset.name,
        "title": dataset.title,
        "organization": names.organization(dataset),
        "released_at": version.released_at,
        "release_note": version.release_note,
        "change": added,
    })
}

async fn first_table(
    tx: &mut Tx,
    releases: &[(Dataset, Version)],
) -> Result<Option<String>, Problem> {
    for (dataset, _) in releases {
        let found = public::dataset(tx, &dataset.name, None).await?;
        let table = found.resources.iter().find(|r| r.table_blob.is_some());
        if let Some(resource) = table {
            return Ok(Some(resource.resource_id.to_string()));
        }
    }
    Ok(None)
}

/// A line of a list of topics or organizations.
#[derive(Debug, Serialize)]
struct ListRow {
    name: String,
    title: String,
    icon: &'static str,
    count: i64,
}

fn count_of(counts: &[(String, i64)], id: &str) -> i64 {
    counts
        .iter()
        .find(|(known, _)| known == id)
        .map_or(0, |(_, count)| *count)
}

async fn topic_rows(ctx: &Ctx, tx: &mut Tx) -> Result<Vec<ListRow>, Problem> {
    let counts = public::count_by_topic(tx).await?;
    let mut all = topics::list(tx).await?;
    words::sort_topics(ctx.language, &mut all);
    let rows = all.into_iter().map(|topic| ListRow {
        count: count_of(&counts, topic.id.as_str()),
        icon: icons::of_topic(&topic.code),
        title: words::topic(ctx.language, &topic).to_owned(),
        name: topic.name,
    });
    Ok(rows.collect())
}

async fn agency_rows(tx: &mut Tx) -> Result<Vec<ListRow>, Problem> {
    let counts = public::count_by_organization(tx).await?;
    let rows = organizations::list(tx)
        .await?
        .into_iter()
        .map(|agency| ListRow {
            count: count_of(&counts, agency.id.as_str()),
            icon: "office",
            name: agency.name,
            title: agency.title,
        });
    Ok(rows.collect())
}

/// `/organization`
pub async fn organization_list(ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let rows = agency_rows(&mut tx).await?;
    drop(tx);
    let context =
        json!({ "rows": rows, "heading": "organizations-title", "path": "/organization" });
    ctx.html("daftar.html", context).await
}

/// `/group`
pub async fn topic_list(ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let rows = topic_rows(&ctx, &mut tx).await?;
    drop(tx);
    let context = json!({ "rows": rows, "heading": "topics-title", "path": "/group" });
    ctx.html("daftar.html", context).await
}

/// `/organization/{name}`
pub async fn organization(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let known = organizations::by_name(&mut tx, &name).await?;
    drop(tx);
    let facts = json!({ "title": known.title, "description": known.description, "contact": Contact::of(&known.contact).pieces });
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
    let title = words::topic(ctx.language, &known);
    let facts = json!({ "title": title, "description": known.description, "contact": [] });
    group_page(&ctx, Facet::Topic, &name, facts, "/group", "topics-title").await
}

const fn facet_parameter(facet: Facet) -> &'static str {
    match facet {
        Facet::Topic => "groups",
        _ => "organization",
    }
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
    let names = Names::load(&mut tx, ctx.language).await?;
    let context = json!({
        "facts": facts, "total": answer.total, "path": path, "heading": heading,
        "all": format!("/dataset?{}={}", facet_parameter(facet), super::render::query_escape(name)),
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

// The way of a submission that the guide shows, as a shell takes it.
fn way() -> Value {
    let acts = examples::actions();
    let acts: Map<String, Value> = acts
        .iter()
        .map(|(name, act)| ((*name).to_owned(), json!(examples::line(act))))
        .collect();
    json!({
        "file": examples::FILE, "file_name": examples::FILE_NAME, "acts": acts,
        "submission": examples::line(&examples::submission()), "reading": examples::line(&examples::reading()),
    })
}

/// `/api`: the guide for browsers; CKAN's version, with links, for programs.
///
/// Programs that ask for anything (`Accept: */*`) get JSON: so do CKAN's clients ask, and they parse it.
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
        return Ok(interop::ckan::version_answer(&ctx.base_url()));
    }
    let example = example(&app).await?;
    ctx.html(
        "api.html",
        json!({ "base": ctx.base_url(), "example": example, "way": way() }),
    )
    .await
}

// A public table to ask for, with a question that it can answer.
async fn example(app: &App) -> Result<Value, Problem> {
    let mut tx = app.database.begin_read().await?;
    for dataset in public::newest(&mut tx, 20, 0).await? {
        let found = public::dataset(&mut tx, &dataset.name, None).await?;
        let mut resources = found.resources.iter();
        let Some(resource) = resources.find(|resource| resource.table_blob.is_some()) else {
            continue;
        };
        drop(tx);
        // The guide is of use without the question too.
        let open = tables::open(app, resource).await.ok().flatten();
        return Ok(json!({
            "dataset": dataset.name,
            "organization": found.organization.name,
            "resource": resource.resource_id,
            "question": open.and_then(|open| question(&open.table.columns)),
        }));
    }
    Ok(Value::Null)
}

// A text and the last number, the highest first.
fn question(columns: &[ColumnInfo]) -> Option<String> {
    let free = |column: &&ColumnInfo| !RESERVED.contains(&column.name.as_str());
    let free: Vec<&ColumnInfo> = columns.iter().filter(free).collect();
    let number = free.iter().rfind(|column| column.column_type.is_number())?;
    let text = free
        .iter()
        .find(|column| column.column_type == ColumnType::Text)?;
    let [number, text] = [number, text].map(|column| super::render::query_escape(&column.name));
    Some(format!(
        "select={text},{number}&{number}=gt.0&order={number}.desc"
    ))
}
